using System.Security.Cryptography.X509Certificates;

namespace MtlsAspire.Pki.Operations;

/// <summary>The CAs of a PKI as they are at an instant.</summary>
internal sealed class Hierarchy : IDisposable
{
    /// <summary>The root that signs.</summary>
    public required LoadedAuthority Root { get; init; }

    /// <summary>The issuing CA that signs.</summary>
    public required LoadedAuthority Issuing { get; init; }

    /// <summary>CAs that will sign or have signed, during a rollover.</summary>
    public required IReadOnlyList<LoadedAuthority> Others { get; init; }

    /// <summary>
    /// What follows a leaf in its file: the issuing CA, and during a rollover of the root its cross-certificates, by which a peer that
    /// trusts only the other root finds its way.
    /// </summary>
    public required IReadOnlyList<X509Certificate2> Chain { get; init; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var authority in Others.Prepend(Issuing).Prepend(Root))
        {
            authority.Dispose();
        }
    }
}
