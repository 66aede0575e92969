using System.Security.Cryptography.X509Certificates;
using System.Text;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Store;

namespace MtlsAspire.Pki.Bootstrap;

/// <summary>One bootstrap of one directory, which is locked.</summary>
internal sealed class BootstrapRun(
    CertificateDirectory directory,
    BootstrapOptions options,
    IBootstrapObserver? observer,
    CancellationToken cancellationToken)
{
    private const string RootCommonName = "MtlsAspire Root CA";
    private const string IssuingCommonName = "MtlsAspire Issuing CA";

    private readonly DateTimeOffset _now = options.Clock.GetUtcNow();
    private readonly List<BootstrapChange> _changes = [];

    public BootstrapResult Run()
    {
        // Everything that can be refused is read and judged before the first write.
        string[] files =
        [
            .. CertificateFiles.OfAuthority(CertificateFiles.Root),
            .. CertificateFiles.OfAuthority(CertificateFiles.Issuing),
            .. options.Identities.SelectMany(identity => CertificateFiles.OfIdentity(identity.Name)),
        ];
        directory.RequireSound(files);
        var rootFiles = AuthorityFiles.Read(directory, CertificateFiles.Root);
        var issuingFiles = AuthorityFiles.Read(directory, CertificateFiles.Issuing);
        rootFiles.RequireCurrent(_now);
        issuingFiles.RequireIssuedBy(rootFiles);
        var rootList = RevocationListFile.Read(directory, CertificateFiles.Root);
        var issuingList = RevocationListFile.Read(directory, CertificateFiles.Issuing);

        directory.DeleteLeftovers(files);
        using var root = Root(rootFiles, issuingFiles);
        using var issuing = Issuing(issuingFiles, root);
        Report(rootList.Update(root, _now));
        Report(issuingList.Update(issuing, _now));
        foreach (var identity in options.Identities)
        {
            Complete(identity, issuing);
        }

        return new BootstrapResult(_changes);
    }

    private CertificateAuthority Root(AuthorityFiles files, AuthorityFiles issuing)
    {
        if (files is { Certificate: { } certificate, Key: { } key })
        {
            return new CertificateAuthority(certificate, key, options.Clock);
        }

        // Where only the root's certificate was lost, the issuing CA still knows its name.
        var subject = issuing.Certificate?.IssuerName ?? SubjectName.Of(RootCommonName);
        var root = CertificateAuthority.CreateRoot(subject, files.Key ?? CreateKey(CertificateFiles.Root), validity: null, options.Clock);
        Write(CertificateFiles.Root, root, BootstrapAction.Created, reason: null);
        return root;
    }

    private CertificateAuthority Issuing(AuthorityFiles files, CertificateAuthority root)
    {
        if (files is { Certificate: { } certificate, Key: { } key })
        {
            var current = new CertificateAuthority(certificate, key, options.Clock);
            if (!Validity.Of(certificate).IsDueForRenewal(_now) || certificate.NotAfter >= root.Certificate.NotAfter)
            {
                return current;
            }

            // For the same key, so that every leaf it signed is still good.
            var renewed = root.CreateIssuing(certificate.SubjectName, key);
            Write(CertificateFiles.Issuing, renewed, BootstrapAction.Renewed, $"it was valid until {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd}");
            return renewed;
        }

        var issuing = root.CreateIssuing(SubjectName.Of(IssuingCommonName), files.Key ?? CreateKey(CertificateFiles.Issuing));
        Write(CertificateFiles.Issuing, issuing, BootstrapAction.Created, reason: null);
        return issuing;
    }

    private void Complete(IdentityDeclaration identity, CertificateAuthority issuer)
    {
        using var found = IdentityInspection.Read(directory, identity.Name);
        if (!found.IsPresent)
        {
            Issue(identity, issuer, BootstrapAction.Created, reason: null);
        }
        else if (found.Fault(identity.Request, issuer, _now) is { } fault)
        {
            Issue(identity, issuer, BootstrapAction.Replaced, fault);
        }
        else if (found.IsDueForRenewal(issuer, _now))
        {
            Issue(identity, issuer, BootstrapAction.Renewed, $"it was valid until {found.Leaf!.NotAfter.ToUniversalTime():yyyy-MM-dd}");
        }
        else
        {
            CompleteCompanions(identity, found.Leaf!, found.Key!, issuer);
        }
    }

    // The request and the PKCS#12 file follow from the key and the certificate.
    private void CompleteCompanions(IdentityDeclaration identity, X509Certificate2 leaf, KeyPair key, CertificateAuthority issuer)
    {
        var request = CertificateFiles.SigningRequest(identity.Name);
        var requestPem = directory.ReadText(request);
        if (requestPem is null || !SigningRequest.IsFor(key, requestPem))
        {
            cancellationToken.ThrowIfCancellationRequested();
            IdentityFiles.WriteSigningRequest(directory, identity.Name, identity.Request, key);
            ReportCompanion(request, leaf, isNew: requestPem is null);
        }

        var pkcs12 = CertificateFiles.Pkcs12(identity.Name);
        var pkcs12Bytes = directory.ReadBytes(pkcs12);
        if (pkcs12Bytes is null || !Pkcs12File.Holds(pkcs12Bytes, leaf, [issuer.Certificate]))
        {
            cancellationToken.ThrowIfCancellationRequested();
            IdentityFiles.WritePkcs12(directory, identity.Name, leaf, key, issuer.Certificate);
            ReportCompanion(pkcs12, leaf, isNew: pkcs12Bytes is null);
        }
    }

    private void Issue(IdentityDeclaration identity, CertificateAuthority issuer, BootstrapAction action, string? reason)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var leaf = IdentityFiles.Issue(directory, identity.Name, identity.Request, issuer);
        Report(new BootstrapChange(action, CertificateFiles.Certificate(identity.Name), leaf.Subject, Validity.Of(leaf).NotAfter, reason));
    }

    private KeyPair CreateKey(string name)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var key = KeyPair.Create();
        directory.WritePrivate(CertificateFiles.Key(name), Encoding.ASCII.GetBytes(key.ToPem()));
        return key;
    }

    private void Write(string name, CertificateAuthority authority, BootstrapAction action, string? reason)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var file = CertificateFiles.Certificate(name);
        directory.WritePublic(file, IdentityFiles.Pem(authority.Certificate));
        Report(new BootstrapChange(action, file, authority.Certificate.Subject, Validity.Of(authority.Certificate).NotAfter, reason));
    }

    private void ReportCompanion(string file, X509Certificate2 leaf, bool isNew) =>
        Report(isNew
            ? new BootstrapChange(BootstrapAction.Created, file, leaf.Subject, Expires: null, Reason: null)
            : new BootstrapChange(BootstrapAction.Replaced, file, leaf.Subject, Expires: null, "it did not belong to the certificate"));

    private void Report(BootstrapChange? change)
    {
        if (change is not null)
        {
            _changes.Add(change);
            observer?.Made(change);
        }
    }
}
