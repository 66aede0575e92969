using System.Net;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Configuration;

namespace MtlsAspire.Pki.Service;

/// <summary>How the service runs.</summary>
public sealed record PkiServiceOptions
{
    /// <summary>Where it listens unless told otherwise: http for CRL, OCSP and AIA; https for EST and operators.</summary>
    public const string DefaultUrls = "http://localhost:8480;https://localhost:8481";

    /// <summary>The certificate directory, which has been bootstrapped.</summary>
    public required string Directory { get; init; }

    /// <summary>Where it listens: URLs separated by semicolons.</summary>
    public string Urls { get; init; } = DefaultUrls;

    /// <summary>What the PKI is like; null for what its last bootstrap was told.</summary>
    public PkiConfiguration? Configuration { get; init; }

    /// <summary>The domain, if another than at the last bootstrap; where there is a <see cref="Configuration"/>, that has it.</summary>
    public string? Domain { get; init; }

    /// <summary>
    /// What opens the root's key, where that is encrypted; null where it is not. Without it OCSP does not answer for the root's
    /// certificates, and the root's revocation list is published as it is.
    /// </summary>
    public string? Passphrase { get; init; }

    /// <summary>What tells the time of issue and of answers.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>How often it looks whether something is due: revocation lists, OCSP signers, its own certificate.</summary>
    public TimeSpan UpkeepInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The host names and addresses by which clients call the https URLs; wildcards are none, and what is no URL is told by the server.</summary>
    internal IEnumerable<string> Hosts() => Urls
        .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(url => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps ? uri.IdnHost.Trim('[', ']') : string.Empty)
        .Where(host => IPAddress.TryParse(host, out var address) ? !IsAny(address) : HostName.ToAscii(host) is not null);

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);
}
