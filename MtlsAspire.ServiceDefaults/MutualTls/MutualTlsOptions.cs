namespace MtlsAspire.ServiceDefaults.MutualTls;

/// <summary>The files of a service's mutual TLS; configuration section <see cref="SectionName"/>.</summary>
/// <remarks>As environment variables: <c>MutualTls__Certificate</c>, <c>MutualTls__Key</c> and so on.</remarks>
public sealed class MutualTlsOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string SectionName = "MutualTls";

    /// <summary>Path of a PEM file (RFC 7468) with the service's own certificate, followed by its intermediates.</summary>
    public string? Certificate { get; set; }

    /// <summary>Path of a PEM file with the private key of <see cref="Certificate"/>, not encrypted.</summary>
    public string? Key { get; set; }

    /// <summary>Path of a PEM file with the trust anchors: the only certificates that make a peer trusted.</summary>
    public string? TrustAnchors { get; set; }

    /// <summary>
    /// Path of a PEM file with known issuing CAs, or <c>null</c>. They complete the chain of a peer that did not send
    /// its own; they do not make anybody trusted.
    /// </summary>
    public string? Intermediates { get; set; }
}
