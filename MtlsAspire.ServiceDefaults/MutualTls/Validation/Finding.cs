namespace MtlsAspire.ServiceDefaults.MutualTls.Validation;

/// <summary>What a rule found to be wrong; <c>null</c> stands for nothing.</summary>
/// <param name="Reason">The reason to refuse.</param>
/// <param name="Explanation">One sentence for people.</param>
internal sealed record Finding(RefusalReason Reason, string Explanation)
{
    public static Finding Malformed(string explanation) => new(RefusalReason.BadCertificate, explanation);
}
