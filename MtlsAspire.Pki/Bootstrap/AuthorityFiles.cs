using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Ledger;
using MtlsAspire.Pki.Store;

namespace MtlsAspire.Pki.Bootstrap;

/// <summary>What a directory holds of a CA: its key and certificate, only the key (an interrupted bootstrap wrote it first), or nothing.</summary>
public sealed class AuthorityFiles
{
    private readonly CertificateDirectory _directory;
    private readonly string _name;

    private AuthorityFiles(CertificateDirectory directory, string name)
    {
        _directory = directory;
        _name = name;
    }

    /// <summary>The key, where there is one that could be opened.</summary>
    internal KeyPair? Key { get; private init; }

    /// <summary>Whether there is a key that is encrypted, and no passphrase was given.</summary>
    internal bool IsLocked { get; private init; }

    /// <summary>Whether the key is encrypted on disk.</summary>
    internal bool IsEncrypted { get; private init; }

    /// <summary>The CA's certificate: the first in its file.</summary>
    internal X509Certificate2? Certificate => Certificates is [var first, ..] ? first : null;

    /// <summary>All certificates in the file; more than one during a rollover.</summary>
    internal IReadOnlyList<X509Certificate2> Certificates { get; private init; } = [];

    private string CertificatePath => _directory.PathOf(CertificateFiles.Certificate(_name));

    private string KeyPath => _directory.PathOf(CertificateFiles.Key(_name));

    /// <summary>Brings a CA that has been bootstrapped into memory.</summary>
    /// <param name="directory">Where its files are.</param>
    /// <param name="name"><see cref="CertificateFiles.Root"/> or <see cref="CertificateFiles.Issuing"/>.</param>
    /// <param name="clock">What tells the time of issue; null for the system's.</param>
    /// <param name="passphrase">What opens its key, where that is encrypted.</param>
    /// <exception cref="PkiException">There is no such CA, its files are damaged or incomplete, or its key cannot be opened.</exception>
    public static CertificateAuthority Load(CertificateDirectory directory, string name, TimeProvider? clock = null, string? passphrase = null)
    {
        ArgumentNullException.ThrowIfNull(directory);
        return Read(directory, name, passphrase) switch
        {
            { Certificate: null } => throw new PkiException($"{directory.PathOf(CertificateFiles.Certificate(name))} is not there: run bootstrap first."),
            { Key: null } => throw Locked(directory.PathOf(CertificateFiles.Key(name))),
            var files => new CertificateAuthority(files.Certificate!, files.Key!, clock),
        };
    }

    /// <summary>Reads the files of a CA.</summary>
    /// <exception cref="PkiException">They are damaged, do not belong together, or the key is missing.</exception>
    internal static AuthorityFiles Read(CertificateDirectory directory, string name, string? passphrase = null)
    {
        var keyPem = directory.ReadText(CertificateFiles.Key(name));
        var isEncrypted = KeyPair.IsEncrypted(keyPem);
        var authority = new AuthorityFiles(directory, name)
        {
            Certificates = ReadCertificates(directory, CertificateFiles.Certificate(name)),
            IsEncrypted = isEncrypted,
            IsLocked = isEncrypted && passphrase is null,
            Key = isEncrypted && passphrase is null ? null : ReadKey(directory, CertificateFiles.Key(name), keyPem, passphrase),
        };
        authority.RequireConsistent();
        return authority;
    }

    /// <summary>Says that a key is needed and how to open it.</summary>
    internal static PkiException Locked(string path) =>
        new($"{path} is encrypted: set {Passphrase.Variable}, or give --passphrase-file FILE.");

    /// <summary>Refuses a CA that no certificate of today can rest on.</summary>
    internal void RequireCurrent(DateTimeOffset now)
    {
        if (Certificate is null)
        {
            return;
        }

        var validity = Validity.Of(Certificate);
        if (now < validity.NotBefore)
        {
            throw new PkiException($"{CertificatePath} is valid only from {validity.NotBefore:u} on: check the clock of this machine.");
        }

        if (validity.IsOver(now))
        {
            throw new PkiException($"{CertificatePath} expired on {validity.NotAfter:yyyy-MM-dd}: move the directory away, make a new PKI, and give its ca.crt to every peer.");
        }
    }

    /// <summary>Refuses a CA that another did not issue.</summary>
    internal void RequireIssuedBy(AuthorityFiles issuer)
    {
        if (Certificate is null)
        {
            return;
        }

        if (issuer.Key is null && !issuer.IsLocked)
        {
            throw new PkiException(
                $"{CertificatePath} is there without {issuer.CertificatePath} and {issuer.KeyPath}: restore these, or move the directory away to make a new PKI.");
        }

        var hasIssuersName = issuer.Certificate is null || Certificate.IssuerName.RawData.AsSpan().SequenceEqual(issuer.Certificate.SubjectName.RawData);
        var issuerKey = issuer.Certificate?.PublicKey ?? issuer.Key?.PublicKey;
        if (!hasIssuersName || (issuerKey is not null && !SignedStructure.IsSignedBy(Certificate.RawDataMemory, issuerKey)))
        {
            throw new PkiException(
                $"{CertificatePath} was not issued by {issuer.CertificatePath}: restore the right one, or move the directory away to make a new PKI.");
        }
    }

    /// <summary>Refuses files that are not those of the CA that the ledger knows.</summary>
    internal void RequireKeyOf(AuthorityRecord known)
    {
        if (Certificate is not null && KeyIdentifier.Of(Certificate) != known.KeyId)
        {
            throw new PkiException(
                $"{CertificatePath} is not the CA that {LedgerFiles.Database(_directory.Path)} knows: restore the right one, or move the ledger away to adopt this one.");
        }

        if (Certificate is null && Key is null && !IsLocked)
        {
            throw new PkiException(
                $"{KeyPath} is missing, but {LedgerFiles.Database(_directory.Path)} knows its CA: restore the key, or move the directory away to make a new PKI.");
        }

        using var certificate = X509CertificateLoader.LoadCertificate(known.Certificate.Span);
        if (Key?.Matches(certificate.PublicKey) == false)
        {
            throw new PkiException(
                $"{KeyPath} is not the key of the CA that {LedgerFiles.Database(_directory.Path)} knows: restore the right one, or move the directory away to make a new PKI.");
        }
    }

    private void RequireConsistent()
    {
        if (Certificate is null)
        {
            return;
        }

        if (Key is null && !IsLocked)
        {
            throw new PkiException($"{KeyPath} is missing, but {CertificatePath} is there: restore the key, or move the directory away to make a new PKI.");
        }

        if (Key?.Matches(Certificate.PublicKey) == false)
        {
            throw new PkiException($"{KeyPath} is not the key of {CertificatePath}: restore the right one, or move the directory away to make a new PKI.");
        }

        if (!Certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(constraints => constraints.CertificateAuthority))
        {
            throw new PkiException($"{CertificatePath} is not the certificate of a CA: restore it, or move the directory away to make a new PKI.");
        }
    }

    private static IReadOnlyList<X509Certificate2> ReadCertificates(CertificateDirectory directory, string file)
    {
        var certificates = new X509Certificate2Collection();
        if (directory.ReadText(file) is not { } pem)
        {
            return [];
        }

        try
        {
            certificates.ImportFromPem(pem);
            return certificates.Count > 0 ? [.. certificates] : throw new CryptographicException("no certificate");
        }
        catch (CryptographicException exception)
        {
            throw new PkiException($"{directory.PathOf(file)} is not a certificate in PEM: restore it, or move the directory away to make a new PKI.", exception);
        }
    }

    private static KeyPair? ReadKey(CertificateDirectory directory, string file, string? pem, string? passphrase)
    {
        try
        {
            return pem is not null ? KeyPair.FromPem(pem, passphrase) : null;
        }
        catch (WrongPassphraseException exception)
        {
            throw new PkiException($"{directory.PathOf(file)} does not open with this passphrase: give the right one by {Passphrase.Variable} or --passphrase-file FILE.", exception);
        }
        catch (CryptographicException exception)
        {
            throw new PkiException($"{directory.PathOf(file)} is {exception.Message}: restore it, or move the directory away to make a new PKI.", exception);
        }
    }
}
