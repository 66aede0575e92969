using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Store;

namespace MtlsAspire.Pki.Bootstrap;

/// <summary>Compares the files of an identity with what they should be.</summary>
internal sealed class IdentityInspection : IDisposable
{
    private readonly X509Certificate2Collection _certificates;

    private IdentityInspection(X509Certificate2Collection certificates, KeyPair? key)
    {
        _certificates = certificates;
        Key = key;
    }

    /// <summary>Whether there is a certificate at all, good or bad.</summary>
    public bool IsPresent { get; private init; }

    /// <summary>The certificate, where it can be read.</summary>
    public X509Certificate2? Leaf => _certificates.FirstOrDefault();

    /// <summary>The key, where it can be read.</summary>
    public KeyPair? Key { get; }

    /// <summary>Reads the certificate, its chain and its key.</summary>
    public static IdentityInspection Read(CertificateDirectory directory, string name)
    {
        var certificatePem = directory.ReadText(CertificateFiles.Certificate(name));
        return new(Certificates(certificatePem), KeyOrNull(directory.ReadText(CertificateFiles.Key(name))))
        {
            IsPresent = certificatePem is not null,
        };
    }

    /// <summary>Why the identity must be issued anew, as the end of a sentence about its certificate; null when it can serve.</summary>
    public string? Fault(LeafRequest wanted, CertificateAuthority issuer, DateTimeOffset now) => this switch
    {
        { Leaf: null } => "it could not be read",
        { Key: null } => "its key was missing or could not be read",
        _ when !Key.Matches(Leaf.PublicKey) => "its key was another's",
        _ when !IsIssuedBy(issuer.Certificate) => "another CA had issued it",
        _ when !HasChain(issuer.Certificate) => "its chain did not lead to the issuing CA",
        _ when !HasSubjectAndPurpose(wanted) => "it said something else",
        _ when SubjectAlternativeNames.MissingIn(Leaf, wanted.AlternativeNames).FirstOrDefault() is { } name => $"it lacked {name}",
        _ when now < Validity.Of(Leaf).NotBefore => "it was not valid yet",
        _ when Validity.Of(Leaf).IsOver(now) => $"it expired on {Leaf.NotAfter.ToUniversalTime():yyyy-MM-dd}",
        _ => null,
    };

    /// <summary>Whether the certificate nears its end and its issuer can give it a later one.</summary>
    public bool IsDueForRenewal(CertificateAuthority issuer, DateTimeOffset now) =>
        Leaf is not null && Validity.Of(Leaf).IsDueForRenewal(now) && Leaf.NotAfter < issuer.Certificate.NotAfter;

    /// <inheritdoc/>
    public void Dispose()
    {
        Key?.Dispose();
        foreach (var certificate in _certificates)
        {
            certificate.Dispose();
        }
    }

    private bool IsIssuedBy(X509Certificate2 issuer) =>
        Leaf!.IssuerName.RawData.AsSpan().SequenceEqual(issuer.SubjectName.RawData)
        && SignedStructure.IsSignedBy(Leaf.RawDataMemory, issuer.PublicKey);

    private bool HasChain(X509Certificate2 issuer) =>
        _certificates.Count == 2 && _certificates[1].RawDataMemory.Span.SequenceEqual(issuer.RawDataMemory.Span);

    private bool HasSubjectAndPurpose(LeafRequest wanted) =>
        Leaf!.SubjectName.RawData.AsSpan().SequenceEqual(wanted.Subject.RawData)
        && wanted.Profile.Extensions().All(extension =>
            Leaf.Extensions[extension.Oid!.Value!] is { } present && present.RawData.AsSpan().SequenceEqual(extension.RawData));

    private static X509Certificate2Collection Certificates(string? pem)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(pem);
        }
        catch (CryptographicException)
        {
            // As good as none.
        }

        return certificates;
    }

    private static KeyPair? KeyOrNull(string? pem)
    {
        try
        {
            return pem is null ? null : KeyPair.FromPem(pem);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
