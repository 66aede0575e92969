using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Operations;
using MtlsAspire.Pki.Store;

namespace MtlsAspire.Pki.Service;

/// <summary>The certificate with which the service itself speaks TLS: issued by itself, and in time issued again.</summary>
internal sealed class ServiceIdentity(PkiAuthority authority, TimeProvider clock)
{
    /// <summary>The name of its files; <c>ca</c> is the root's.</summary>
    public const string Name = "ca-service";

    private static readonly string[] LocalHosts = ["localhost", "127.0.0.1", "::1"];

    /// <summary>Issues the certificate where there is none that will do for a while.</summary>
    /// <param name="hosts">The host names and addresses of the URLs at which the service listens.</param>
    /// <param name="cancellationToken">Ends the wait for the directory.</param>
    /// <returns>Whether it was issued.</returns>
    public async Task<bool> EnsureAsync(IEnumerable<string> hosts, CancellationToken cancellationToken)
    {
        var declared = IdentityTemplates.Declared(authority.Configuration, Name)
            ?? IdentityTemplates.Undeclared(authority.Configuration, Name, Hosts(hosts), roles: [], CertificateProfile.Server);
        if (WillDo(declared.Request))
        {
            return false;
        }

        using var certificate = await authority.IssueAsync(declared, Name, cancellationToken);
        return true;
    }

    private IEnumerable<string> Hosts(IEnumerable<string> listening) =>
        LocalHosts.Concat(listening).Concat(authority.Configuration.Domain is { } domain ? [domain] : []).Distinct(StringComparer.Ordinal);

    private bool WillDo(LeafRequest wanted)
    {
        try
        {
            using var certificate = X509Certificate2.CreateFromPemFile(
                authority.Directory.PathOf(CertificateFiles.Certificate(Name)), authority.Directory.PathOf(CertificateFiles.Key(Name)));
            var entry = KeyIdentifier.OfIssuer(certificate) is { } issuer ? authority.Find(issuer, certificate.SerialNumber) : null;
            return entry is { Revocation: null }
                && authority.Ledger.Authorities().Any(record => record.KeyId == entry.IssuerKeyId && record.State == Ledger.AuthorityState.Active)
                && !Validity.Of(certificate).IsDueForRenewal(clock.GetUtcNow())
                && !SubjectAlternativeNames.MissingIn(certificate, wanted.AlternativeNames).Any();
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException or IOException)
        {
            // ArgumentException: the key is another certificate's, as after a crash between the two files.
            return false;
        }
    }
}
