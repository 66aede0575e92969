namespace MtlsAspire.Comparison;

/// <summary>Medians over the rounds.</summary>
/// <param name="Scenario">The kind of load.</param>
/// <param name="Server">The server.</param>
/// <param name="CpuMilliseconds">Server CPU per operation, in milliseconds.</param>
/// <param name="Rate">Operations per second.</param>
/// <param name="ToNginx">CPU per operation as a multiple of nginx's; the median of the rounds' ratios.</param>
/// <param name="ToNode">The same of Node.js.</param>
/// <param name="Resumed">Which part of the handshakes resumed a session, from 0 to 1.</param>
/// <param name="MemoryMegabytes">What the server holds in memory after the last round.</param>
internal sealed record Result(
    string Scenario, string Server, double CpuMilliseconds, double Rate, double? ToNginx, double? ToNode, double Resumed, double MemoryMegabytes);
