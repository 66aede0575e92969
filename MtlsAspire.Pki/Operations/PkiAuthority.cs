using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Configuration;
using MtlsAspire.Pki.Ledger;
using MtlsAspire.Pki.Store;

namespace MtlsAspire.Pki.Operations;

/// <summary>
/// A PKI to work with: issues, renews, revokes and looks up certificates. Threads may share it, and other processes may work in the same
/// directory: what changes files waits for the directory's lock, and each change is in the ledger before anybody sees its result.
/// </summary>
public sealed partial class PkiAuthority : IDisposable
{
    private readonly PkiAuthorityOptions _options;
    private readonly PkiContext _context;
    private readonly Lock _signing = new();
    private Hierarchy _hierarchy;

    private PkiAuthority(PkiAuthorityOptions options, PkiContext context, Hierarchy hierarchy)
    {
        _options = options;
        _context = context;
        _hierarchy = hierarchy;
    }

    /// <summary>The certificate directory.</summary>
    public CertificateDirectory Directory => _context.Directory;

    /// <summary>What the PKI is like.</summary>
    public PkiConfiguration Configuration => _context.Configuration;

    /// <summary>The ledger, to look things up.</summary>
    public IssuanceLedger Ledger => _context.Ledger;

    /// <summary>Opens the PKI in a directory. Where it has no ledger, what is there is adopted.</summary>
    /// <param name="options">Which.</param>
    /// <param name="cancellationToken">Ends the wait for the directory's lock.</param>
    /// <exception cref="PkiException">There is no PKI, it is damaged, or others may read its keys.</exception>
    public static async Task<PkiAuthority> OpenAsync(PkiAuthorityOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!System.IO.Directory.Exists(options.Directory))
        {
            throw new PkiException($"There is no directory {options.Directory}: run bootstrap first, or give the right one by --certs.");
        }

        try
        {
            var directory = CertificateDirectory.Open(options.Directory);
            using var @lock = await DirectoryLock.AcquireAsync(directory.Path, () => options.Waiting?.Invoke(), cancellationToken);
            directory.RequireSound(CertificateFiles.OfAuthorities());
            HierarchyLoader.RequireThere(directory);
            var ledger = IssuanceLedger.Open(directory.Path);
            try
            {
                var context = new PkiContext
                {
                    Directory = directory,
                    Ledger = ledger,
                    Configuration = options.Configuration ?? RememberedConfiguration.Read(ledger, options.Domain) ?? PkiConfiguration.Default,
                    Clock = options.Clock,
                    Passphrase = options.Passphrase,
                    By = Environment.UserName,
                };
                return new PkiAuthority(options, context, new HierarchyLoader(context).Load(create: false));
            }
            catch
            {
                ledger.Dispose();
                throw;
            }
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw new PkiException($"The certificate directory {options.Directory} cannot be used: {exception.Message}", exception);
        }
    }

    /// <summary>The CAs: those that sign first, and during a rollover those that will or have.</summary>
    public IReadOnlyList<AuthorityView> Authorities() => WithHierarchy(hierarchy =>
    {
        var lists = RevocationListStore.Read(Directory, CertificateFiles.Root).Concat(RevocationListStore.Read(Directory, CertificateFiles.Issuing)).ToList();
        return hierarchy.Others.Prepend(hierarchy.Issuing).Prepend(hierarchy.Root).Select(authority => new AuthorityView(
            authority.Name,
            authority.KeyId,
            authority.Name.StartsWith(CertificateFiles.Issuing, StringComparison.Ordinal) ? AuthorityRole.Issuing : AuthorityRole.Root,
            authority.State,
            X509CertificateLoader.LoadCertificate(authority.Certificate.RawDataMemory.Span),
            authority.CanSign,
            lists.Find(list => list.IsIssuedBy(authority.Certificate.SubjectName, authority.Certificate.PublicKey))?.Der)).ToList();
    });

    /// <summary>The certificates that follow a new leaf: the issuing CA, and during a rollover of the root its cross-certificates.</summary>
    public IReadOnlyList<X509Certificate2> Chain() => WithHierarchy<IReadOnlyList<X509Certificate2>>(hierarchy =>
        [.. hierarchy.Chain.Select(certificate => X509CertificateLoader.LoadCertificate(certificate.RawDataMemory.Span))]);

    /// <summary>Finds a certificate.</summary>
    /// <param name="issuerKeyId">The issuer's key identifier.</param>
    /// <param name="serial">The serial number, upper-case hexadecimal.</param>
    public LedgerEntry? Find(string issuerKeyId, string serial) => Ledger.Find(issuerKeyId, serial);

    /// <summary>The certificates that a filter leaves, the newest first.</summary>
    /// <param name="filter">The filter.</param>
    public IReadOnlyList<LedgerEntry> List(LedgerFilter filter) => Ledger.List(filter);

    /// <summary>Issues a certificate for a key that somebody else holds, and records it; no file is written.</summary>
    /// <param name="name">The name under which it is recorded.</param>
    /// <param name="leaf">What it shall say.</param>
    /// <param name="publicKey">The key; that its holder has it has been proved.</param>
    /// <param name="by">Who had it issued.</param>
    /// <exception cref="PkiException">A name constraint of the issuing CA forbids it.</exception>
    public X509Certificate2 Sign(string name, LeafRequest leaf, PublicKey publicKey, string by)
    {
        ArgumentNullException.ThrowIfNull(leaf);
        RequirePermitted(leaf.AlternativeNames);
        return WithHierarchy(hierarchy =>
        {
            var certificate = hierarchy.Issuing.Signer.Issue(leaf, publicKey);
            Ledger.Record(LedgerEntry.Of(certificate, name, LedgerKind.SignedRequest, _context.Now, by));
            return certificate;
        });
    }

    /// <summary>Issues what a foreign signing request asks for, if the policy allows it, and records it; no file is written.</summary>
    /// <param name="request">The request.</param>
    /// <param name="policy">What it may ask for; null for that of the configuration.</param>
    /// <param name="by">Who brought it.</param>
    /// <exception cref="PkiException">The policy or a name constraint forbids it.</exception>
    public X509Certificate2 SignRequest(ForeignRequest request, SigningPolicy? policy, string by)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (name, leaf) = SigningPolicyCheck.Apply(policy ?? Configuration.Signing, request, Configuration);
        return Sign(name, leaf, request.PublicKey, by);
    }

    /// <summary>Issues a certificate for a delegated OCSP responder (RFC 6960, 4.2.2.2), with its key in memory, and records it.</summary>
    /// <param name="issuerKeyId">The CA for which it answers.</param>
    /// <param name="by">Who had it issued.</param>
    /// <returns>The certificate with its private key.</returns>
    /// <exception cref="PkiException">There is no such CA, or its key is not at hand.</exception>
    public X509Certificate2 IssueOcspSigner(string issuerKeyId, string by) => WithHierarchy(hierarchy =>
    {
        var authority = hierarchy.Others.Prepend(hierarchy.Issuing).Prepend(hierarchy.Root).FirstOrDefault(candidate => candidate.KeyId == issuerKeyId)
            ?? throw new PkiException($"There is no CA with the key identifier {issuerKeyId}.");
        using var key = KeyPair.Create();
        var request = new LeafRequest
        {
            Subject = SubjectName.Of($"OCSP responder of {authority.Name}", Configuration.Subject, roles: []),
            Profile = CertificateProfile.OcspSigner,
        };
        using var certificate = authority.Signer.Issue(request, key.PublicKey);
        Ledger.Record(LedgerEntry.Of(certificate, $"{authority.Name}-ocsp", LedgerKind.OcspSigner, _context.Now, by));
        return key.AttachTo(certificate);
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_signing)
        {
            _hierarchy.Dispose();
            Ledger.Dispose();
        }
    }

    private void RequirePermitted(IEnumerable<SubjectAlternativeName> names)
    {
        if (Configuration.Issuing.NameConstraints?.FirstForbidden(names) is { } forbidden)
        {
            throw new PkiException($"{forbidden} is outside the name constraints of the issuing CA (hierarchy.issuing.nameConstraints in pki.json).");
        }
    }

    // Another process may have renewed or exchanged a CA: the ledger knows.
    private T WithHierarchy<T>(Func<Hierarchy, T> use)
    {
        lock (_signing)
        {
            if (IsOutdated())
            {
                var current = new HierarchyLoader(_context).Load(create: false);
                _hierarchy.Dispose();
                _hierarchy = current;
            }

            return use(_hierarchy);
        }
    }

    private bool IsOutdated()
    {
        var known = Ledger.Authorities().Where(authority => authority.State != AuthorityState.Retired).Select(authority => (authority.State, Convert.ToHexString(authority.Certificate.Span)));
        var loaded = _hierarchy.Others.Prepend(_hierarchy.Issuing).Prepend(_hierarchy.Root).Select(authority => (authority.State, Convert.ToHexString(authority.Certificate.RawDataMemory.Span)));
        return !known.ToHashSet().SetEquals(loaded);
    }
}
