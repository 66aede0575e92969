namespace MtlsAspire.Clients.Scenarios.Cli;

/// <summary>A server's handshake, as the dashboard knows it.</summary>
/// <param name="TraceId">Its trace.</param>
/// <param name="Reason">Why the client was refused; <see cref="Expectation.Accepted"/> if it was not.</param>
/// <param name="ClientHash">SHA-256 of the client's certificate, upper-case hexadecimal; <c>null</c> if it showed none.</param>
/// <param name="Started">When it began.</param>
internal sealed record HandshakeSpan(string TraceId, string Reason, string? ClientHash, DateTimeOffset Started);
