using MtlsAspire.ServiceDefaults.MutualTls.Validation;

namespace MtlsAspire.ServiceDefaults.MutualTls;

/// <summary>The settings of a service's mutual TLS; configuration section <see cref="SectionName"/>.</summary>
/// <remarks>
/// As environment variables: <c>MutualTls__Certificate</c>, <c>MutualTls__Key</c> and so on. The files are watched: a new
/// certificate, new trust anchors and new revocation lists are taken over without a restart.
/// </remarks>
public sealed class MutualTlsOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string SectionName = "MutualTls";

    /// <summary>
    /// Path of a PEM file (RFC 7468) with the service's own certificate, followed by its intermediates; or of a PKCS#12
    /// file (RFC 7292) with these and the private key.
    /// </summary>
    public string? Certificate { get; set; }

    /// <summary>Path of a PEM file with the private key of <see cref="Certificate"/>, not encrypted; not set where that is PKCS#12.</summary>
    public string? Key { get; set; }

    /// <summary>The password of <see cref="Certificate"/> where that is a PKCS#12 file that has one.</summary>
    public string? Password { get; set; }

    /// <summary>
    /// Whether the service may start with a certificate of its own that every peer refuses, because it has expired or is not
    /// valid yet; <c>false</c> if not set, so that this is told at once. It is for rehearsals of such incidents, and makes no
    /// difference to whom the service believes.
    /// </summary>
    public bool AllowUnusableCertificate { get; set; }

    /// <summary>Path of a PEM file with the trust anchors: the only certificates that make a peer trusted.</summary>
    public string? TrustAnchors { get; set; }

    /// <summary>
    /// Path of a PEM file with known issuing CAs, or <c>null</c>. They complete the chain of a peer that did not send
    /// its own; they do not make anybody trusted.
    /// </summary>
    public string? Intermediates { get; set; }

    /// <summary>
    /// Certificate revocation lists (RFC 5280, section 5), separated by semicolons: paths of files, or http(s) URLs that are
    /// fetched in the background; PEM or DER, a file may hold several in PEM. Each CA below the anchors needs a fresh one,
    /// unless <see cref="PeerValidationOptions.Revocation"/> says otherwise.
    /// </summary>
    public string? RevocationLists { get; set; }

    /// <summary>How often a list is fetched that <see cref="RevocationLists"/> names by URL; 30 seconds if not set.</summary>
    public TimeSpan RevocationListRefresh { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// OCSP responders (RFC 6960) that are asked about certificates for which no list decides, separated by semicolons, tried in this
    /// order: http(s) URLs, or the word <c>certificate</c> for those that the certificate names itself (RFC 5280, section 4.2.2.1).
    /// Empty, the default: nobody is asked.
    /// </summary>
    public string? OcspResponders { get; set; }

    /// <summary>How long a handshake waits for OCSP about one certificate; 2 seconds if not set. Less than <see cref="HandshakeTimeout"/>.</summary>
    public TimeSpan OcspTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How old an OCSP answer may be before it is asked for again; 30 seconds if not set. Where nobody answers then, the old one serves
    /// until its nextUpdate.
    /// </summary>
    public TimeSpan OcspRefresh { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often the files are looked at; a quarter of a second if not set.</summary>
    public TimeSpan ReloadInterval { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// What a server does with a client that it refuses, on ports that neither <see cref="RequirePorts"/> nor
    /// <see cref="ExplainPorts"/> names.
    /// </summary>
    public HandshakeMode Mode { get; set; } = HandshakeMode.Explain;

    /// <summary>Ports, separated by commas, of https addresses with <see cref="HandshakeMode.Require"/>.</summary>
    public string? RequirePorts { get; set; }

    /// <summary>Ports, separated by commas, of https addresses with <see cref="HandshakeMode.Explain"/>.</summary>
    public string? ExplainPorts { get; set; }

    /// <summary>
    /// How long a client may take to send its hello, and then again to finish the handshake, and how long a server to be
    /// connected to and to finish it; 5 seconds if not set.
    /// </summary>
    public TimeSpan HandshakeTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How many connections there may be in each stage before their client is accepted: silent as yet, in the handshake, refused
    /// with an explanation; 1,024 if not set. Beyond that the oldest of the address that has most of them is dropped.
    /// </summary>
    public int MaxUnacceptedConnections { get; set; } = 1024;

    /// <summary>How strictly certificates are examined.</summary>
    public PeerValidationOptions Validation { get; set; } = new();
}
