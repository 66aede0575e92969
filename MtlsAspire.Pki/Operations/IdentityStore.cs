using System.Security.Cryptography.X509Certificates;
using System.Text;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Bootstrap;
using MtlsAspire.Pki.Ledger;
using MtlsAspire.Pki.Store;

namespace MtlsAspire.Pki.Operations;

/// <summary>The identities of a PKI: issues their certificates and writes their files.</summary>
internal sealed partial class IdentityStore(PkiContext context, Hierarchy hierarchy, Action<BootstrapChange>? report = null, CancellationToken cancellationToken = default)
    : IDisposable
{
    private readonly CertificateDirectory _directory = context.Directory;
    private readonly DateTimeOffset _now = context.Now;
    private CertificateAuthority? _untrusted;

    /// <summary>Issues an identity, or completes its files, or leaves it alone where it is as declared.</summary>
    public void Complete(IdentityDeclaration identity)
    {
        var plan = IssuancePlan.For(identity, _now);
        using var found = IdentityInspection.Read(_directory, identity.Name);
        var issuer = Issuer(plan, found.Leaf);
        var chain = ChainOf(plan);
        if (!found.IsPresent)
        {
            Issue(plan, BootstrapAction.Created, reason: null).Dispose();
        }
        else if (found.Fault(plan, issuer, chain, context.Configuration.Publication, _now) is { } fault)
        {
            Issue(plan, BootstrapAction.Replaced, fault, KeyToKeep(plan, found)).Dispose();
        }
        else if (RevocationFault(plan, found.Leaf!) is { } revoked)
        {
            Issue(plan, BootstrapAction.Replaced, revoked).Dispose();
        }
        else if (found.IsDueForRenewal(plan, issuer!, _now))
        {
            var reason = $"it was valid until {found.Leaf!.NotAfter.ToUniversalTime():yyyy-MM-dd}";
            Issue(plan, BootstrapAction.Renewed, reason, KeyToKeep(plan, found)).Dispose();
        }
        else
        {
            CompleteCompanions(plan, found.Leaf!, found.Key!, chain);
        }
    }

    /// <summary>Issues a certificate, records it, and writes the files.</summary>
    /// <param name="plan">What to issue.</param>
    /// <param name="action">What is reported.</param>
    /// <param name="reason">Why.</param>
    /// <param name="sameKey">The key to certify; null for a new one.</param>
    /// <returns>The certificate, without private key.</returns>
    public X509Certificate2 Issue(IssuancePlan plan, BootstrapAction action, string? reason, KeyPair? sameKey = null)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var newKey = sameKey is null ? KeyPair.Create(plan.KeyType) : null;
        var key = sameKey ?? newKey!;
        var leaf = plan.Issuer switch
        {
            PlannedIssuer.Self => CertificateAuthority.SelfSign(plan.Request, key, _now),
            PlannedIssuer.Untrusted => Untrusted().Issue(plan.Request, key.PublicKey),
            _ => hierarchy.Issuing.Signer.Issue(WithinIssuer(plan), key.PublicKey),
        };
        Record(plan, leaf);

        using var otherKey = plan.Defect == IdentityDefect.MismatchedKey ? KeyPair.Create(plan.KeyType) : null;
        if (otherKey is not null)
        {
            File.Delete(_directory.PathOf(CertificateFiles.Pkcs12(plan.Name)));
        }

        foreach (var (file, content) in IdentityFiles.Of(plan.Name, plan.Request, leaf, otherKey ?? key, ChainOf(plan)))
        {
            _directory.Write(file, content);
        }

        Report(action, CertificateFiles.Certificate(plan.Name), leaf.Subject, Validity.Of(leaf).NotAfter, reason);
        return leaf;
    }

    /// <summary>What follows the leaf of a plan in its file.</summary>
    public IReadOnlyList<X509Certificate2> ChainOf(IssuancePlan plan) => plan.HasChain ? hierarchy.Chain : [];

    /// <inheritdoc/>
    public void Dispose() => _untrusted?.Dispose();

    // A declared period is cut like any other; only a rehearsal's may lie outside.
    private LeafRequest WithinIssuer(IssuancePlan plan) => plan is { Defect: null, Request.Validity: { } period }
        ? plan.Request with { Validity = period.Within(Validity.Of(hierarchy.Issuing.Certificate)) }
        : plan.Request;

    private void Record(IssuancePlan plan, X509Certificate2 leaf)
    {
        var entry = LedgerEntry.Of(leaf, plan.Name, LedgerKind.Leaf, _now, context.By, plan.Defect is { } defect ? Defects.NameOf(defect) : null);
        context.Ledger.Record(plan.Defect == IdentityDefect.Revoked
            ? entry with { Revocation = new Revocation(_now, X509RevocationReason.KeyCompromise, context.By) }
            : entry);
    }

    // What is there and good, but unknown to the ledger, is recorded: somebody else issued it with the CA's key.
    private string? RevocationFault(IssuancePlan plan, X509Certificate2 leaf)
    {
        var entry = LedgerEntry.Of(leaf, plan.Name, LedgerKind.Leaf, _now, LedgerAdoption.By);
        var known = context.Ledger.Find(entry.IssuerKeyId, entry.Serial);
        if (known is null)
        {
            context.Ledger.Adopt(entry);
        }

        return (plan.Defect == IdentityDefect.Revoked, known?.Revocation) switch
        {
            (true, null) => "it was not revoked",
            (false, { } revocation) => $"it was revoked on {revocation.At:yyyy-MM-dd}",
            _ => null,
        };
    }

    // A service that is not running cannot follow to another key, and may have encrypted what it keeps for this one: so a bootstrap and a
    // rollover keep the key of a certificate which we issued and did not revoke. Who wants another one renews, while the service runs.
    private KeyPair? KeyToKeep(IssuancePlan plan, IdentityInspection found) =>
        plan.Defect is null && found is { Leaf: { } leaf, Key: { } key } && key.Type == plan.KeyType && key.Matches(leaf.PublicKey)
        && KeyIdentifier.OfIssuer(leaf) is { } issuer && context.Ledger.Find(issuer, leaf.SerialNumber) is { Revocation: null, Name: var name, Defect: null } && name == plan.Name
            ? key
            : null;

    private X509Certificate2? Issuer(IssuancePlan plan, X509Certificate2? leaf) => plan.Issuer switch
    {
        PlannedIssuer.Self => leaf,
        PlannedIssuer.Untrusted => Untrusted().Certificate,
        _ => hierarchy.Issuing.Certificate,
    };

    // The request and the PKCS#12 file follow from the key and the certificate.
    private void CompleteCompanions(IssuancePlan plan, X509Certificate2 leaf, KeyPair key, IReadOnlyList<X509Certificate2> chain)
    {
        var request = CertificateFiles.SigningRequest(plan.Name);
        var requestPem = _directory.ReadText(request);
        if (requestPem is null || !SigningRequest.IsFor(key, requestPem))
        {
            cancellationToken.ThrowIfCancellationRequested();
            _directory.Write(request, Encoding.ASCII.GetBytes(SigningRequest.ToPem(plan.Request, key)));
            ReportCompanion(request, leaf, isNew: requestPem is null);
        }

        var pkcs12 = CertificateFiles.Pkcs12(plan.Name);
        var pkcs12Bytes = _directory.ReadBytes(pkcs12);
        if (plan.Defect != IdentityDefect.MismatchedKey && (pkcs12Bytes is null || !Pkcs12File.Holds(pkcs12Bytes, leaf, chain)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            _directory.Write(pkcs12, IdentityFiles.Pkcs12(leaf, key, chain));
            ReportCompanion(pkcs12, leaf, isNew: pkcs12Bytes is null);
        }
    }

    private CertificateAuthority Untrusted()
    {
        if (_untrusted is not null)
        {
            return _untrusted;
        }

        var files = AuthorityFiles.Read(_directory, CertificateFiles.Untrusted);
        // A stranger through and through: one with our organization's name could be a CA of ours whose certificate is missing.
        var subject = SubjectName.Of("Untrusted CA", "Somebody Else");
        if (files is { Certificate: { } certificate, Key: { } found }
            && !Validity.Of(certificate).IsOver(_now)
            && certificate.SubjectName.RawData.AsSpan().SequenceEqual(subject.RawData))
        {
            return _untrusted = new CertificateAuthority(certificate, found, context.Clock);
        }

        var key = files.Key ?? KeyPair.Create();
        if (files.Key is null)
        {
            _directory.Write(CertificateFiles.Key(CertificateFiles.Untrusted), Encoding.ASCII.GetBytes(key.ToPem()));
        }

        _untrusted = CertificateAuthority.CreateRoot(subject, key, validity: null, context.Clock);
        context.Ledger.Record(LedgerEntry.Of(_untrusted.Certificate, CertificateFiles.Untrusted, LedgerKind.Root, _now, context.By, Defects.NameOf(IdentityDefect.Untrusted)));
        var file = CertificateFiles.Certificate(CertificateFiles.Untrusted);
        _directory.Write(file, Encoding.ASCII.GetBytes(IdentityFiles.Pem(_untrusted.Certificate)));
        Report(BootstrapAction.Created, file, _untrusted.Certificate.Subject, Validity.Of(_untrusted.Certificate).NotAfter, reason: null);
        return _untrusted;
    }

    private void ReportCompanion(string file, X509Certificate2 leaf, bool isNew) => Report(
        isNew ? BootstrapAction.Created : BootstrapAction.Replaced,
        file,
        leaf.Subject,
        expires: null,
        isNew ? null : "it did not belong to the certificate");

    private void Report(BootstrapAction action, string file, string subject, DateTimeOffset? expires, string? reason) =>
        report?.Invoke(new BootstrapChange(action, file, subject, expires, reason));
}
