using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;
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

    internal KeyPair? Key { get; private init; }

    internal X509Certificate2? Certificate { get; private init; }

    private string CertificatePath => _directory.PathOf(CertificateFiles.Certificate(_name));

    private string KeyPath => _directory.PathOf(CertificateFiles.Key(_name));

    /// <summary>Brings a CA that has been bootstrapped into memory.</summary>
    /// <param name="directory">Where its files are.</param>
    /// <param name="name"><see cref="CertificateFiles.Root"/> or <see cref="CertificateFiles.Issuing"/>.</param>
    /// <param name="clock">What tells the time of issue; null for the system's.</param>
    /// <exception cref="PkiException">There is no such CA, or its files are damaged or incomplete.</exception>
    public static CertificateAuthority Load(CertificateDirectory directory, string name, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(directory);
        return Read(directory, name) is { Certificate: { } certificate, Key: { } key }
            ? new CertificateAuthority(certificate, key, clock)
            : throw new PkiException($"{directory.PathOf(CertificateFiles.Certificate(name))} is not there: run bootstrap first.");
    }

    /// <summary>Reads the files of a CA.</summary>
    /// <exception cref="PkiException">They are damaged, do not belong together, or the key is missing.</exception>
    internal static AuthorityFiles Read(CertificateDirectory directory, string name)
    {
        var authority = new AuthorityFiles(directory, name)
        {
            Certificate = ReadCertificate(directory, CertificateFiles.Certificate(name)),
            Key = ReadKey(directory, CertificateFiles.Key(name)),
        };
        authority.RequireConsistent();
        return authority;
    }

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

        if (issuer.Key is null)
        {
            throw new PkiException(
                $"{CertificatePath} is there without {issuer.CertificatePath} and {issuer.KeyPath}: restore these, or move the directory away to make a new PKI.");
        }

        var hasIssuersName = issuer.Certificate is null || Certificate.IssuerName.RawData.AsSpan().SequenceEqual(issuer.Certificate.SubjectName.RawData);
        if (!hasIssuersName || !SignedStructure.IsSignedBy(Certificate.RawDataMemory, issuer.Key.PublicKey))
        {
            throw new PkiException(
                $"{CertificatePath} was not issued by {issuer.CertificatePath}: restore the right one, or move the directory away to make a new PKI.");
        }
    }

    private void RequireConsistent()
    {
        if (Certificate is null)
        {
            return;
        }

        if (Key is null)
        {
            throw new PkiException($"{KeyPath} is missing, but {CertificatePath} is there: restore the key, or move the directory away to make a new PKI.");
        }

        if (!Key.Matches(Certificate.PublicKey))
        {
            throw new PkiException($"{KeyPath} is not the key of {CertificatePath}: restore the right one, or move the directory away to make a new PKI.");
        }

        if (!Certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(constraints => constraints.CertificateAuthority))
        {
            throw new PkiException($"{CertificatePath} is not the certificate of a CA: restore it, or move the directory away to make a new PKI.");
        }
    }

    private static X509Certificate2? ReadCertificate(CertificateDirectory directory, string file)
    {
        try
        {
            return directory.ReadText(file) is { } pem ? X509Certificate2.CreateFromPem(pem) : null;
        }
        catch (CryptographicException exception)
        {
            throw new PkiException($"{directory.PathOf(file)} is not a certificate in PEM: restore it, or move the directory away to make a new PKI.", exception);
        }
    }

    private static KeyPair? ReadKey(CertificateDirectory directory, string file)
    {
        try
        {
            return directory.ReadText(file) is { } pem ? KeyPair.FromPem(pem) : null;
        }
        catch (CryptographicException exception)
        {
            throw new PkiException($"{directory.PathOf(file)} is {exception.Message}: restore it, or move the directory away to make a new PKI.", exception);
        }
    }
}
