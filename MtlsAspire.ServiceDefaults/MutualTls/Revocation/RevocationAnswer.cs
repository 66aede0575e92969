namespace MtlsAspire.ServiceDefaults.MutualTls.Revocation;

/// <summary>What a <see cref="IRevocationStatusSource"/> knows of a certificate.</summary>
/// <param name="Status">The status.</param>
/// <param name="Explanation">
/// Of a revoked certificate since when, why and who says so; of an unknown status why it is not known, as a clause of a sentence.
/// <c>null</c> if there is nothing to say.
/// </param>
public sealed record RevocationAnswer(RevocationStatus Status, string? Explanation = null)
{
    /// <summary>Nothing is known, and there is nothing to say about that.</summary>
    public static RevocationAnswer Unknown { get; } = new(RevocationStatus.Unknown);
}
