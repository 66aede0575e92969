using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Ledger;
using MtlsAspire.Pki.Operations;
using MtlsAspire.Pki.Store;

namespace MtlsAspire.Pki.Service;

/// <summary>The revocation lists and CA certificates of the directory, read again whenever their files have changed.</summary>
internal sealed class Publications(PkiAuthority authority)
{
    private readonly Lock _reading = new();
    private readonly Dictionary<string, (DateTime WrittenAt, IReadOnlyList<RevocationList> Lists)> _files = new(StringComparer.Ordinal);

    /// <summary>The current list of a CA, or null where there is none.</summary>
    /// <param name="name">The CA's key identifier, or the name of its files.</param>
    public RevocationList? FindList(string name)
    {
        if (name is CertificateFiles.Root or CertificateFiles.Issuing)
        {
            return Lists(name) is [var active, ..] ? active : null;
        }

        if (FindAuthority(name) is not { } record)
        {
            return null;
        }

        using var certificate = X509CertificateLoader.LoadCertificate(record.Certificate.Span);
        return Lists(AuthorityBundles.NameOf(record.Role)).FirstOrDefault(list => list.IsIssuedBy(certificate.SubjectName, certificate.PublicKey));
    }

    /// <summary>A CA that is trusted, or null where there is none.</summary>
    /// <param name="name">Its key identifier, or the name of its files.</param>
    public AuthorityRecord? FindAuthority(string name) => authority.Ledger.Authorities().FirstOrDefault(record => name switch
    {
        CertificateFiles.Root => record is { Role: AuthorityRole.Root, State: AuthorityState.Active },
        CertificateFiles.Issuing => record is { Role: AuthorityRole.Issuing, State: AuthorityState.Active },
        _ => record.KeyId == name && record.State != AuthorityState.Retired,
    });

    private IReadOnlyList<RevocationList> Lists(string role)
    {
        var path = authority.Directory.PathOf(CertificateFiles.RevocationList(role));
        lock (_reading)
        {
            var writtenAt = File.GetLastWriteTimeUtc(path);
            if (!_files.TryGetValue(role, out var file) || file.WrittenAt != writtenAt)
            {
                file = (writtenAt, RevocationListStore.Read(authority.Directory, role));
                _files[role] = file;
            }

            return file.Lists;
        }
    }
}
