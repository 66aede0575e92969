namespace MtlsAspire.ServiceDefaults.MutualTls;

/// <summary>What a soft setting let pass about a peer that was accepted.</summary>
/// <param name="Code">One word for telemetry; a code of <see cref="RefusalReasons"/>, as in <c>revocation_unknown</c>.</param>
/// <param name="Explanation">One sentence for people.</param>
public sealed record PeerWarning(string Code, string Explanation);
