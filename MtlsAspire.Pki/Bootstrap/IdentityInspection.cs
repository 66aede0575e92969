using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Operations;
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

    /// <summary>What follows the certificate in its file.</summary>
    public IEnumerable<X509Certificate2> Chain => _certificates.Skip(1);

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
    /// <param name="plan">What it should be.</param>
    /// <param name="issuer">Who should have issued it; for a self-signed one its own certificate.</param>
    /// <param name="chain">What should follow it.</param>
    /// <param name="publication">The addresses that it should name.</param>
    /// <param name="now">The current instant.</param>
    public string? Fault(IssuancePlan plan, X509Certificate2? issuer, IReadOnlyList<X509Certificate2> chain, PublicationUrls? publication, DateTimeOffset now) => this switch
    {
        { Leaf: null } => "it could not be read",
        { Key: null } => "its key was missing or could not be read",
        _ when Key.Matches(Leaf.PublicKey) == (plan.Defect == IdentityDefect.MismatchedKey) => "its key was another's",
        _ when KeyTypes.Of(Leaf.PublicKey) != plan.KeyType => "its key was of another kind",
        _ when issuer is null || !IsIssuedBy(issuer) => "another CA had issued it",
        _ when !Chain.Select(certificate => certificate.Thumbprint).SequenceEqual(chain.Select(certificate => certificate.Thumbprint)) =>
            "its chain did not lead to the issuing CA",
        _ when !HasSubjectAndPurpose(plan.Request) => "it said something else",
        _ when SubjectAlternativeNames.MissingIn(Leaf, plan.Request.AlternativeNames).FirstOrDefault() is { } name => $"it lacked {name}",
        _ when (plan.Identity.ExactNames || plan.Defect is not null) && SubjectAlternativeNames.BeyondIn(Leaf, plan.Request.AlternativeNames).Any() =>
            "it had a name that is no longer declared",
        _ when !HasAddresses(plan.Issuer == PlannedIssuer.Issuing ? publication : null, issuer) => "its addresses of revocation lists had changed",
        _ when plan is { Defect: null, Request.Validity: { } period } && Validity.Of(Leaf).NotAfter != period.Within(Validity.Of(issuer)).NotAfter =>
            "its end was not the one declared",
        _ => PeriodFault(plan.Defect, now),
    };

    /// <summary>Whether the certificate nears its end and its issuer can give it a later one.</summary>
    public bool IsDueForRenewal(IssuancePlan plan, X509Certificate2 issuer, DateTimeOffset now) =>
        Leaf is not null
        && plan.Request.Validity is null
        && Validity.Of(Leaf).IsDueForRenewal(now)
        && (plan.Issuer == PlannedIssuer.Self || Leaf.NotAfter < issuer.NotAfter);

    /// <inheritdoc/>
    public void Dispose()
    {
        Key?.Dispose();
        foreach (var certificate in _certificates)
        {
            certificate.Dispose();
        }
    }

    private string? PeriodFault(IdentityDefect? defect, DateTimeOffset now)
    {
        var period = Validity.Of(Leaf!);
        return defect switch
        {
            IdentityDefect.Expired => period.IsOver(now) ? null : "it had not expired",
            IdentityDefect.NotYetValid => now < period.NotBefore ? null : "it had become valid",
            _ when now < period.NotBefore => "it was not valid yet",
            _ when period.IsOver(now) => $"it expired on {period.NotAfter:yyyy-MM-dd}",
            _ => null,
        };
    }

    private bool IsIssuedBy(X509Certificate2 issuer) =>
        Leaf!.IssuerName.RawData.AsSpan().SequenceEqual(issuer.SubjectName.RawData)
        && SignedStructure.IsSignedBy(Leaf.RawDataMemory, issuer.PublicKey);

    private bool HasSubjectAndPurpose(LeafRequest wanted) =>
        Leaf!.SubjectName.RawData.AsSpan().SequenceEqual(wanted.Subject.RawData)
        && SignedStructure.IsWeaklyHashed(Leaf) == wanted.WeakHash
        && wanted.Profile.Extensions(Leaf.PublicKey).All(extension => Has(Leaf, extension));

    private bool HasAddresses(PublicationUrls? publication, X509Certificate2 issuer)
    {
        var wanted = publication?.ExtensionsFor(KeyIdentifier.Of(issuer)).ToList() ?? [];
        return wanted.All(extension => Has(Leaf!, extension)) && Leaf!.Extensions.Count(PublicationUrls.IsPublication) == wanted.Count;
    }

    private static bool Has(X509Certificate2 certificate, X509Extension extension) =>
        certificate.Extensions[extension.Oid!.Value!] is { } present && present.RawData.AsSpan().SequenceEqual(extension.RawData);

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
