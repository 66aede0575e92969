namespace MtlsAspire.ServiceDefaults.MutualTls;

/// <summary>The decision about a peer: accepted, or refused for one reason.</summary>
public sealed record PeerVerdict
{
    private PeerVerdict(RefusalReason? reason, string explanation)
    {
        Reason = reason;
        Explanation = explanation;
    }

    /// <summary>The peer is who its certificate says.</summary>
    public static PeerVerdict Accepted { get; } = new(reason: null, "The certificate is accepted.");

    /// <summary>Whether the peer is accepted.</summary>
    public bool IsAccepted => Reason is null;

    /// <summary>Why the peer is refused; <c>null</c> if it is accepted.</summary>
    public RefusalReason? Reason { get; }

    /// <summary>One sentence for people.</summary>
    public string Explanation { get; }

    /// <summary>The decision as one word for telemetry and problem details, as in <c>certificate_expired</c>.</summary>
    public string Code => Reason switch
    {
        null => "accepted",
        RefusalReason.CertificateMissing => "certificate_missing",
        RefusalReason.CertificateExpired => "certificate_expired",
        RefusalReason.CertificateNotYetValid => "certificate_not_yet_valid",
        RefusalReason.UnknownCa => "unknown_ca",
        RefusalReason.WrongPurpose => "wrong_purpose",
        RefusalReason.NameMismatch => "name_mismatch",
        _ => "bad_certificate",
    };

    /// <summary>Refuses a peer.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="explanation">The same as one sentence for people.</param>
    /// <returns>The verdict.</returns>
    public static PeerVerdict Refused(RefusalReason reason, string explanation) => new(reason, explanation);
}
