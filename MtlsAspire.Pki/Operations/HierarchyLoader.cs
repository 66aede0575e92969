using System.Security.Cryptography.X509Certificates;
using System.Text;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Bootstrap;
using MtlsAspire.Pki.Ledger;
using MtlsAspire.Pki.Store;

namespace MtlsAspire.Pki.Operations;

/// <summary>
/// Brings the CAs into memory, and their files into line with the ledger. A CA's key is written first, then the ledger learns of its
/// certificate, then its certificate is written: after a crash at any instant the next load finishes.
/// </summary>
internal sealed class HierarchyLoader(PkiContext context, Action<BootstrapChange>? report = null, CancellationToken cancellationToken = default)
{
    private readonly CertificateDirectory _directory = context.Directory;
    private readonly DateTimeOffset _now = context.Now;

    /// <summary>The files of the root and the issuing CA, refused where no certificate of today can rest on them.</summary>
    public static (AuthorityFiles Root, AuthorityFiles Issuing) ReadSound(CertificateDirectory directory, string? passphrase, DateTimeOffset now)
    {
        var root = AuthorityFiles.Read(directory, CertificateFiles.Root, passphrase);
        var issuing = AuthorityFiles.Read(directory, CertificateFiles.Issuing, passphrase);
        root.RequireCurrent(now);
        issuing.RequireIssuedBy(root);
        return (root, issuing);
    }

    /// <summary>Refuses a directory in which no bootstrap has been, before a ledger is made there.</summary>
    public static void RequireThere(CertificateDirectory directory)
    {
        if (!IssuanceLedger.Exists(directory.Path) && directory.ReadText(CertificateFiles.Certificate(CertificateFiles.Issuing)) is null)
        {
            throw new PkiException($"There is no PKI in {directory.Path}: run bootstrap first, or give the right directory by --certs.");
        }
    }

    /// <summary>Loads the CAs.</summary>
    /// <param name="create">Whether to make those that are not there and to renew those that near their end.</param>
    /// <exception cref="PkiException">They are not there, damaged, or not those that the ledger knows.</exception>
    public Hierarchy Load(bool create)
    {
        new RolloverFiles(context).FinishIfPending();
        var (rootFiles, issuingFiles) = ReadSound(_directory, context.Passphrase, _now);
        new LedgerAdoption(context).AdoptIfNew(rootFiles, issuingFiles);
        var root = Root(rootFiles, issuingFiles, create);
        var issuing = Issuing(issuingFiles, root, create);
        var others = Others();
        return new Hierarchy
        {
            Root = root,
            Issuing = issuing,
            Others = others,
            Chain = AuthorityBundles.ChainOf(context.Ledger, root.Certificate, issuing.Certificate),
        };
    }

    private LoadedAuthority Root(AuthorityFiles files, AuthorityFiles issuing, bool create)
    {
        const AuthorityRole Role = AuthorityRole.Root;
        if (Known(Role, files) is { } known)
        {
            Encrypt(files, known);
            return Loaded(CertificateFiles.Root, AuthorityState.Active, known, files.Key);
        }

        if (!create)
        {
            throw NotThere(CertificateFiles.Root);
        }

        // Where only the root's certificate was lost, the issuing CA still knows its name.
        var settings = context.Configuration.Root;
        var subject = issuing.Certificate?.IssuerName ?? SubjectName.Of(settings.CommonName, context.Configuration.Subject, roles: []);
        var key = files.IsLocked
            ? throw AuthorityFiles.Locked(_directory.PathOf(CertificateFiles.Key(CertificateFiles.Root)))
            : files.Key ?? CreateKey(CertificateFiles.Root, settings.KeyType, context.Passphrase);
        var profile = CertificateProfile.RootCa with { Lifetime = settings.Lifetime };
        var root = CertificateAuthority.CreateRoot(subject, key, validity: null, context.Clock, profile);
        Record(Role, CertificateFiles.Root, root.Certificate, BootstrapAction.Created, reason: null);
        return Loaded(CertificateFiles.Root, AuthorityState.Active, root.Certificate, key);
    }

    private LoadedAuthority Issuing(AuthorityFiles files, LoadedAuthority root, bool create)
    {
        const AuthorityRole Role = AuthorityRole.Issuing;
        var settings = context.Configuration.Issuing;
        var profile = CertificateProfile.IssuingCa with { Lifetime = settings.Lifetime, NameConstraints = settings.NameConstraints };
        if (Known(Role, files) is { } known)
        {
            var isDue = create && Validity.Of(known).IsDueForRenewal(_now) && known.NotAfter < root.Certificate.NotAfter;
            if (!isDue || (!root.CanSign && !Validity.Of(known).IsOver(_now)))
            {
                return Loaded(CertificateFiles.Issuing, AuthorityState.Active, known, files.Key);
            }

            // For the same key, so that every leaf it signed is still good.
            var renewed = root.Signer.CreateIssuing(known.SubjectName, files.Key!, validity: null, profile);
            Record(Role, CertificateFiles.Issuing, renewed.Certificate, BootstrapAction.Renewed, $"it was valid until {known.NotAfter.ToUniversalTime():yyyy-MM-dd}");
            return Loaded(CertificateFiles.Issuing, AuthorityState.Active, renewed.Certificate, files.Key);
        }

        if (!create)
        {
            throw NotThere(CertificateFiles.Issuing);
        }

        var key = files.Key ?? CreateKey(CertificateFiles.Issuing, settings.KeyType, passphrase: null);
        var subject = SubjectName.Of(settings.CommonName, context.Configuration.Subject, roles: []);
        var issuing = root.Signer.CreateIssuing(subject, key, validity: null, profile);
        Record(Role, CertificateFiles.Issuing, issuing.Certificate, BootstrapAction.Created, reason: null);
        return Loaded(CertificateFiles.Issuing, AuthorityState.Active, issuing.Certificate, key);
    }

    /// <summary>The current certificate of a CA that is there already, with its file brought into line; null where there is none.</summary>
    private X509Certificate2? Known(AuthorityRole role, AuthorityFiles files)
    {
        var record = context.Ledger.Authorities().FirstOrDefault(authority => authority.Role == role && authority.State == AuthorityState.Active);
        if (record is null)
        {
            return null; // adoption has recorded it, if there is one
        }

        var name = AuthorityBundles.NameOf(role);
        files.RequireKeyOf(record);
        var certificate = X509CertificateLoader.LoadCertificate(record.Certificate.Span);
        if (files.Certificate is { } found && IsUnknown(found))
        {
            // Issued for the same key by somebody who does not keep the ledger.
            context.Ledger.Together(() =>
            {
                context.Ledger.Adopt(LedgerEntry.Of(found, name, role == AuthorityRole.Root ? LedgerKind.Root : LedgerKind.IssuingCa, _now, LedgerAdoption.By));
                context.Ledger.SetAuthorities(record with { Certificate = found.RawDataMemory });
            });
            certificate = found;
        }

        var bundle = AuthorityBundles.Of(context.Ledger, role);
        if (!bundle.Select(member => member.Thumbprint).SequenceEqual(files.Certificates.Select(member => member.Thumbprint)))
        {
            var isNew = files.Certificate is null;
            WriteBundle(role, certificate, isNew ? BootstrapAction.Created : BootstrapAction.Replaced, isNew ? null : "the ledger knows others");
        }

        return certificate;
    }

    private bool IsUnknown(X509Certificate2 certificate) =>
        context.Ledger.Find(KeyIdentifier.OfIssuer(certificate) ?? KeyIdentifier.Of(certificate), certificate.SerialNumber) is null;

    // A key that was made before there was a passphrase is encrypted as soon as there is one.
    private void Encrypt(AuthorityFiles files, X509Certificate2 certificate)
    {
        if (context.Passphrase is not null && files is { IsEncrypted: false, Key: { } key })
        {
            var file = CertificateFiles.Key(CertificateFiles.Root);
            _directory.WritePrivate(file, Encoding.ASCII.GetBytes(key.ToPem(context.Passphrase)));
            report?.Invoke(new BootstrapChange(BootstrapAction.Replaced, file, certificate.Subject, Expires: null, "it was not encrypted"));
        }
    }

    private List<LoadedAuthority> Others()
    {
        var others = new List<LoadedAuthority>();
        foreach (var record in context.Ledger.Authorities().Where(authority => authority.State is AuthorityState.Next or AuthorityState.Previous))
        {
            var name = AuthorityBundles.NameOf(record.Role, record.State);
            var certificate = X509CertificateLoader.LoadCertificate(record.Certificate.Span);
            var pem = _directory.ReadText(CertificateFiles.Key(name));
            var key = pem is null || (KeyPair.IsEncrypted(pem) && context.Passphrase is null) ? null : KeyPair.FromPem(pem, context.Passphrase);
            others.Add(Loaded(name, record.State, certificate, key?.Matches(certificate.PublicKey) == true ? key : null));
        }

        return others;
    }

    private KeyPair CreateKey(string name, KeyType type, string? passphrase)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var key = KeyPair.Create(type);
        _directory.WritePrivate(CertificateFiles.Key(name), Encoding.ASCII.GetBytes(key.ToPem(passphrase)));
        return key;
    }

    private void Record(AuthorityRole role, string name, X509Certificate2 certificate, BootstrapAction action, string? reason)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var kind = role == AuthorityRole.Root ? LedgerKind.Root : LedgerKind.IssuingCa;
        context.Ledger.Together(() =>
        {
            context.Ledger.Record(LedgerEntry.Of(certificate, name, kind, _now, context.By));
            context.Ledger.SetAuthorities(new AuthorityRecord(KeyIdentifier.Of(certificate), role, AuthorityState.Active, certificate.RawDataMemory));
        });
        WriteBundle(role, certificate, action, reason);
    }

    private void WriteBundle(AuthorityRole role, X509Certificate2 certificate, BootstrapAction action, string? reason)
    {
        var file = CertificateFiles.Certificate(AuthorityBundles.NameOf(role));
        _directory.WritePublic(file, string.Concat(AuthorityBundles.Of(context.Ledger, role).Select(IdentityFiles.Pem)));
        report?.Invoke(new BootstrapChange(action, file, certificate.Subject, Validity.Of(certificate).NotAfter, reason));
    }

    private LoadedAuthority Loaded(string name, AuthorityState state, X509Certificate2 certificate, KeyPair? key) => new(
        name,
        state,
        certificate,
        key is null ? null : new CertificateAuthority(certificate, key, context.Clock) { Publication = context.Configuration.Publication },
        _directory.PathOf(CertificateFiles.Key(name)));

    private PkiException NotThere(string name) => new($"{_directory.PathOf(CertificateFiles.Certificate(name))} is not there: run bootstrap first.");
}
