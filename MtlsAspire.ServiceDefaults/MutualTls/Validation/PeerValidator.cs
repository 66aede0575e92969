namespace MtlsAspire.ServiceDefaults.MutualTls.Validation;

/// <summary>
/// Decides about peers by explicit rules: path building, RFC 5280 path validation, the profile of
/// <see cref="PeerValidationOptions"/>, names (RFC 9525) and revocation.
/// </summary>
/// <remarks>Safe for any number of threads. It judges by one <see cref="TrustMaterial"/>; when trust changes, replace it.</remarks>
public sealed class PeerValidator
{
    private readonly PeerRole _peer;

    /// <summary>Creates a validator.</summary>
    /// <param name="peer">Who is judged.</param>
    /// <param name="trust">Whom we believe.</param>
    /// <param name="options">How strictly.</param>
    /// <param name="time">What tells the time.</param>
    /// <exception cref="ArgumentException">An option makes no sense, as a negative clock skew.</exception>
    public PeerValidator(PeerRole peer, TrustMaterial trust, PeerValidationOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(trust);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        _peer = peer;
        Trust = trust;
    }

    /// <summary>Whom this validator believes.</summary>
    public TrustMaterial Trust { get; }

    /// <summary>Judges a peer. Never throws: whatever goes wrong is a refusal.</summary>
    /// <param name="certificate">The peer's certificate in DER; empty if it sent none.</param>
    /// <param name="sent">The other certificates that it sent, in any order.</param>
    /// <param name="expectedName">The name that was called; <c>null</c> where none is expected.</param>
    /// <returns>The verdict.</returns>
    public PeerVerdict Validate(
        ReadOnlyMemory<byte> certificate, IReadOnlyList<ReadOnlyMemory<byte>> sent, PeerName? expectedName) =>
        PeerVerdict.Refused(RefusalReason.InternalError, $"The {_peer}'s certificate cannot be judged yet.");
}
