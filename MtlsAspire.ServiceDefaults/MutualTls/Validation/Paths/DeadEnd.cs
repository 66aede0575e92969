using MtlsAspire.ServiceDefaults.MutualTls.Validation.X509;

namespace MtlsAspire.ServiceDefaults.MutualTls.Validation.Paths;

/// <summary>Tells apart why a path ends below every trust anchor: a CA that is not ours, or a certificate that is missing.</summary>
/// <remarks>
/// By what is certain first: a self-issued top is a root that is not ours; an issuer with the name of one of our CAs and
/// another key is not ours either. An issuer of whom we hold a revocation list is ours, so its certificate is missing.
/// Else the peer that sent nothing but a leaf most likely forgot its intermediates if that leaf's issuer bears the name of
/// our organization; a peer that did send the issuer of its leaf has shown a chain that leads to a stranger.
/// </remarks>
internal static class DeadEnd
{
    public static Finding Explain(ParsedCertificate top, bool isLeaf, TrustMaterial trust)
    {
        var known = trust.Authorities;
        if (top.IsSelfIssued)
        {
            return Unknown(isLeaf
                ? $"The certificate {top} is self-signed and is not one of our trust anchors."
                : $"The path ends at the root {top}, which is not one of our trust anchors.");
        }

        if (known.Named(top.Issuer).Count > 0)
            return Unknown($"The certificate {top} names the issuer '{top.Issuer}', and our CA of that name has another key.");
        if (trust.ListsOf(top.Issuer).Count > 0)
            return Incomplete(top, "we have its revocation list, but not its certificate");
        if (isLeaf && known.All.FirstOrDefault(authority => authority.Subject.SharesOrganizationWith(top.Issuer)) is { } relative)
            return Incomplete(top, $"it bears the name of the same organization as our CA {relative}, but its certificate is not here");
        return Unknown($"The issuer of certificate {top}, '{top.Issuer}', is not known here: no trust anchor stands above it.");
    }

    private static Finding Unknown(string explanation) => new(RefusalReason.UnknownCa, explanation);

    private static Finding Incomplete(ParsedCertificate top, string why) => new(
        RefusalReason.IncompleteChain,
        $"The issuer of certificate {top}, '{top.Issuer}', was not sent: {why}. The peer should send its intermediates.");
}
