namespace MtlsAspire.Comparison;

/// <summary>What the comparison shall do.</summary>
/// <param name="Rounds">How often each server gets each kind of load.</param>
/// <param name="Handshakes">How many handshakes make a round.</param>
/// <param name="Requests">How many requests on open connections make a round.</param>
/// <param name="Without">Servers to leave out: ours, traced, kestrel, nginx, node.</param>
internal sealed record ComparisonOptions(int Rounds, int Handshakes, int Requests, IReadOnlyList<string> Without);
