namespace MtlsAspire.Comparison;

/// <summary>What one server did in one round.</summary>
/// <param name="CpuMilliseconds">Server CPU per operation, in milliseconds.</param>
/// <param name="Rate">Operations per second.</param>
/// <param name="Resumed">Which part of the handshakes resumed a session, from 0 to 1.</param>
internal sealed record Sample(double CpuMilliseconds, double Rate, double Resumed);
