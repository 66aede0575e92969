using MtlsAspire.ServiceDefaults.MutualTls;

namespace MtlsAspire.Clients.Scenarios;

/// <summary>What ought to become of a peer with a defect.</summary>
/// <param name="Reason">Why it is refused, as one word; <see cref="Accepted"/> where it is not.</param>
/// <param name="Path">What a client with it asks for.</param>
/// <param name="InHandshake">Whether it is refused in the handshake already, where the server requires; else by an answer on either address.</param>
public sealed record Expectation(string Reason, string Path = Expectation.Anything, bool InHandshake = true)
{
    /// <summary>The word for a peer that is let in.</summary>
    public const string Accepted = "accepted";

    /// <summary>The word for a client that cannot even start with what it has.</summary>
    public const string UnusableIdentity = "identity_unusable";

    /// <summary>The name of the scenario of a client without a certificate: no defect, and nothing that could have one.</summary>
    public const string NoCertificate = "certificate-less";

    /// <summary>The word for a good identity.</summary>
    public const string NoDefect = "none";

    private const string Anything = "/whoami";
    private const string Root = "/";

    // Opens for the processing box alone, by its SPIFFE ID: see policies/storage.json.
    private const string Item = "/items/rehearsal.txt";

    private static readonly Dictionary<string, Expectation> OfClients = new(StringComparer.Ordinal)
    {
        [NoDefect] = new(Accepted),
        [NoCertificate] = Of(RefusalReason.CertificateMissing),
        ["expired"] = Of(RefusalReason.CertificateExpired),
        ["not-yet-valid"] = Of(RefusalReason.CertificateNotYetValid),
        ["revoked"] = Of(RefusalReason.CertificateRevoked),
        ["untrusted"] = Of(RefusalReason.UnknownCa),
        ["self-signed"] = Of(RefusalReason.UnknownCa),
        ["wrong-eku"] = Of(RefusalReason.WrongPurpose),
        // A box knows the issuing CA, having its own certificate from it, and completes the path (RFC 5280, section 6.1, leaves building to it).
        ["missing-intermediate"] = new(Accepted),
        ["wrong-name"] = new(RefusalReason.IdentityNotAllowed.Code(), Item, InHandshake: false),
        ["weak-key"] = Of(RefusalReason.InsufficientSecurity),
        ["weak-hash"] = Of(RefusalReason.InsufficientSecurity),
        ["mismatched-key"] = new(UnusableIdentity),
        ["cn-only"] = Of(RefusalReason.BadCertificate),
    };

    private static readonly Dictionary<string, Expectation> OfServers = new(StringComparer.Ordinal)
    {
        [NoDefect] = new(Accepted, Root),
        ["expired"] = Of(RefusalReason.CertificateExpired, Root),
        ["not-yet-valid"] = Of(RefusalReason.CertificateNotYetValid, Root),
        ["revoked"] = Of(RefusalReason.CertificateRevoked, Root),
        ["untrusted"] = Of(RefusalReason.UnknownCa, Root),
        ["self-signed"] = Of(RefusalReason.UnknownCa, Root),
        ["wrong-eku"] = Of(RefusalReason.WrongPurpose, Root),
        ["wrong-name"] = Of(RefusalReason.NameMismatch, Root),
        ["cn-only"] = Of(RefusalReason.BadCertificate, Root),
    };

    /// <summary>What a client sees of its own refusal where the server requires: that there was one.</summary>
    public string ReasonWhereRequired => InHandshake && Reason is not (Accepted or UnusableIdentity) ? RefusalReason.RefusedByPeer.Code() : Reason;

    /// <summary>What a box ought to do with a client.</summary>
    /// <param name="defect">Its defect, as <c>pki.json</c> has it; or <see cref="NoDefect"/> or <see cref="NoCertificate"/>.</param>
    /// <returns>The expectation; <c>null</c> if nobody here knows the defect.</returns>
    public static Expectation? OfClient(string defect) => OfClients.GetValueOrDefault(defect);

    /// <summary>What a client ought to do with a server.</summary>
    /// <param name="defect">Its defect, as <c>pki.json</c> has it, or <see cref="NoDefect"/>.</param>
    /// <returns>The expectation; <c>null</c> if nobody here knows the defect, or no server of ours could show it.</returns>
    public static Expectation? OfServer(string defect) => OfServers.GetValueOrDefault(defect);

    private static Expectation Of(RefusalReason reason, string path = Anything) => new(reason.Code(), path);
}
