using MtlsAspire.ServiceDefaults.MutualTls.Validation.X509;

namespace MtlsAspire.ServiceDefaults.MutualTls.Validation.Profile;

/// <summary>Extended key usage (RFC 5280, section 4.2.1.12), and the key usage that TLS needs (RFC 8446, section 4.4.2.2).</summary>
internal sealed class PurposeRules(IReadOnlyList<string> purposes, ProfileAllowances allow)
{
    /// <summary>Whether any purpose is asked for.</summary>
    public bool Apply => purposes.Count > 0;

    /// <summary>Asks for nothing.</summary>
    public static PurposeRules None { get; } = new([], new ProfileAllowances());

    public static PurposeRules Of(PeerRole peer, PeerValidationOptions options) => new(
        options.Purposes ?? [peer == PeerRole.Client ? Oids.ClientAuthentication : Oids.ServerAuthentication], options.Allow);

    public Finding? CheckLeaf(ParsedCertificate certificate)
    {
        if (!Apply) return null;

        var usages = certificate.Extensions.ExtendedKeyUsage;
        if (usages is null && !allow.MissingExtendedKeyUsage)
            return WrongPurpose($"The certificate {certificate} is not for {Text}: it has no extended key usage.");
        if (usages?.Contains(Oids.AnyExtendedKeyUsage) == true && !allow.AnyExtendedKeyUsage)
            return WrongPurpose($"The certificate {certificate} is for any purpose, which says nothing: only {Text} itself counts.");
        if (usages is not null && !Holds(usages))
            return WrongPurpose($"The certificate {certificate} is not for {Text}: its extended key usage lacks it.");
        if (certificate.Extensions.IsExtendedKeyUsageCritical && !allow.CriticalExtendedKeyUsage)
            return Finding.Malformed($"The extended key usage of certificate {certificate} is critical.");

        var needsToSign = purposes.Any(purpose => purpose is Oids.ClientAuthentication or Oids.ServerAuthentication);
        return needsToSign && certificate.Extensions.KeyUsage is { } keyUsage && !keyUsage.HasFlag(KeyUsages.DigitalSignature)
            ? WrongPurpose($"The certificate {certificate} is not for {Text}: its key usage lacks digitalSignature.")
            : null;
    }

    /// <summary>A CA with an extended key usage may issue for these purposes alone.</summary>
    public Finding? CheckAuthority(ParsedCertificate certificate) =>
        !Apply
        || allow.ExtendedKeyUsageOfAuthorityIgnored
        || certificate.Extensions.ExtendedKeyUsage is not { } usages
        || usages.Contains(Oids.AnyExtendedKeyUsage)
        || purposes.Any(usages.Contains)
            ? null
            : WrongPurpose($"The CA {certificate} may not issue for {Text}: its extended key usage lacks it.");

    private string Text => string.Join(" or ", purposes.Select(purpose => purpose switch
    {
        Oids.ClientAuthentication => "client authentication",
        Oids.ServerAuthentication => "server authentication",
        _ => $"purpose {purpose}",
    }));

    private bool Holds(IReadOnlyList<string> usages) =>
        purposes.Any(usages.Contains) || (allow.AnyExtendedKeyUsage && usages.Contains(Oids.AnyExtendedKeyUsage));

    private static Finding WrongPurpose(string explanation) => new(RefusalReason.WrongPurpose, explanation);
}
