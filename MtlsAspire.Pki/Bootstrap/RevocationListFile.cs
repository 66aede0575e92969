using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Store;

namespace MtlsAspire.Pki.Bootstrap;

/// <summary>The file with the revocation list of a CA.</summary>
internal sealed class RevocationListFile
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    private readonly CertificateDirectory _directory;
    private readonly string _file;
    private readonly RevocationList? _current;

    private RevocationListFile(CertificateDirectory directory, string file, RevocationList? current)
    {
        _directory = directory;
        _file = file;
        _current = current;
    }

    /// <summary>Reads the list, if there is one.</summary>
    /// <exception cref="PkiException">It is damaged. To start an empty one instead would pardon every revoked certificate.</exception>
    public static RevocationListFile Read(CertificateDirectory directory, string name)
    {
        var file = CertificateFiles.RevocationList(name);
        try
        {
            return new RevocationListFile(directory, file, directory.ReadText(file) is { } pem ? RevocationList.FromPem(pem) : null);
        }
        catch (CryptographicException exception)
        {
            throw new PkiException(
                $"{directory.PathOf(file)} is not a revocation list in PEM: restore it, or delete it if it revoked nothing, and run bootstrap again.", exception);
        }
    }

    /// <summary>Writes a list where there is none, and a new one with the same entries where more than half of its time has passed.</summary>
    /// <returns>What was made, or null when the list can stay.</returns>
    public BootstrapChange? Update(CertificateAuthority issuer, DateTimeOffset now)
    {
        if (_current is null)
        {
            return Write(issuer, new CertificateRevocationListBuilder(), now, BootstrapAction.Created, reason: null);
        }

        if (!_current.IsIssuedBy(issuer.Certificate.SubjectName, issuer.Certificate.PublicKey))
        {
            return Write(issuer, new CertificateRevocationListBuilder(), now, BootstrapAction.Replaced, "another CA had issued it");
        }

        return _current.IsDueForRefresh(now)
            ? Write(issuer, _current.Entries, now, BootstrapAction.Renewed, "more than half of its time had passed")
            : null;
    }

    private BootstrapChange Write(CertificateAuthority issuer, CertificateRevocationListBuilder entries, DateTimeOffset now, BootstrapAction action, string? reason)
    {
        // Numbers must rise (RFC 5280, 5.2.3), also where the last list was lost: hence the time, not a count from one.
        var number = BigInteger.Max(now.ToUnixTimeSeconds(), (_current?.Number ?? 0) + 1);
        var list = issuer.SignRevocationList(entries, number, Lifetime);
        _directory.WritePublic(_file, RevocationList.ToPem(list));
        return new BootstrapChange(action, _file, issuer.Certificate.Subject, now + Lifetime, reason);
    }
}
