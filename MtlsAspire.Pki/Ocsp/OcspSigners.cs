using System.Collections.Frozen;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Operations;

namespace MtlsAspire.Pki.Ocsp;

/// <summary>A signer for each CA whose key is at hand; renewed in time, exchanged when CAs are.</summary>
internal sealed class OcspSigners(PkiAuthority authority, TimeProvider clock) : IOcspSigners
{
    private const string By = "OCSP responder";

    private volatile FrozenDictionary<IssuerId, OcspSigner> _signers = FrozenDictionary<IssuerId, OcspSigner>.Empty;

    /// <inheritdoc/>
    public OcspSigner? Find(IssuerId issuer) => _signers.GetValueOrDefault(issuer);

    /// <summary>Issues the signers that are missing or near their end, and forgets those of CAs that are gone.</summary>
    /// <returns>The names of the CAs that got a new one.</returns>
    /// <exception cref="PkiException">One cannot be issued; the others stay as they were.</exception>
    public IReadOnlyList<string> Refresh()
    {
        var now = clock.GetUtcNow();
        var present = _signers.Values.Distinct().ToArray();
        var wanted = new List<OcspSigner>();
        var renewed = new List<string>();
        // A CA whose key is locked away has no signer: the responder is unauthorized for it (RFC 6960, 2.3).
        foreach (var ca in authority.Authorities().Where(ca => ca.CanSign))
        {
            var signer = present.FirstOrDefault(each => each.Authority.RawDataMemory.Span.SequenceEqual(ca.Certificate.RawDataMemory.Span));
            if (signer is null || signer.IsDueForRenewal(now))
            {
                signer = Issue(ca);
                renewed.Add(ca.Name);
            }

            wanted.Add(signer);
        }

        _signers = wanted.SelectMany(signer => signer.Issuers.Select(issuer => (issuer, signer))).ToFrozenDictionary(pair => pair.issuer, pair => pair.signer);
        return renewed;
    }

    private OcspSigner Issue(AuthorityView ca)
    {
        var certificate = authority.IssueOcspSigner(ca.KeyId, By);
        return new OcspSigner(ca.Certificate, certificate, X509SignatureGenerator.CreateForECDsa(
            certificate.GetECDsaPrivateKey() ?? throw new PkiException("The key of the OCSP signer is no ECDSA key.")));
    }
}
