using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.ServiceDefaults.MutualTls;

namespace MtlsAspire.ServiceDefaults.Seals;

/// <summary>
/// Seals results: CMS SignedData (RFC 5652, section 5) by the service's own certificate, with the content and the issuing
/// CAs in it, so that whoever has the trust anchor can verify it with nothing else.
/// </summary>
/// <param name="identity">The service's certificate.</param>
/// <param name="time">What tells the time.</param>
public sealed class Sealer(ICurrentIdentity identity, TimeProvider time)
{
    private const string Sha256 = "2.16.840.1.101.3.4.2.1";

    /// <summary>Seals a result.</summary>
    /// <param name="statement">Where it comes from; its <see cref="SealStatement.Output"/> is about <paramref name="output"/>.</param>
    /// <param name="output">The result.</param>
    /// <returns>The seal in DER, the result within.</returns>
    public byte[] Seal(SealStatement statement, ReadOnlySpan<byte> output)
    {
        ArgumentNullException.ThrowIfNull(statement);
        var own = identity.Current;
        var cms = new SignedCms(new ContentInfo(SealContent.Join(statement, output)), detached: false);
        var signer = new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, own.Leaf)
        {
            DigestAlgorithm = new Oid(Sha256),
            // What goes in is said here; nothing is looked for on the machine.
            IncludeOption = X509IncludeOption.EndCertOnly,
        };
        foreach (var issuer in own.Intermediates) signer.Certificates.Add(issuer);
        signer.SignedAttributes.Add(new Pkcs9SigningTime(time.GetUtcNow().UtcDateTime));
        cms.ComputeSignature(signer, silent: true);
        return cms.Encode();
    }
}
