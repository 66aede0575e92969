using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Bootstrap;
using MtlsAspire.Pki.Ledger;
using MtlsAspire.Pki.Store;

namespace MtlsAspire.Pki.Operations;

/// <summary>Looks through a certificate directory and its ledger, and changes nothing.</summary>
public sealed class Diagnosis
{
    private const UnixFileMode GroupOrOthers = (UnixFileMode)0b000_111_111;

    private readonly string _path;
    private readonly DateTimeOffset _now;
    private readonly List<Finding> _findings = [];

    /// <summary>Prepares to look through a directory.</summary>
    /// <param name="directory">The certificate directory.</param>
    /// <param name="now">The current instant.</param>
    public Diagnosis(string directory, DateTimeOffset now)
    {
        _path = directory;
        _now = now;
    }

    /// <summary>Everything that is wrong, or soon will be.</summary>
    /// <exception cref="PkiException">There is no such directory.</exception>
    public IReadOnlyList<Finding> Run()
    {
        if (!Directory.Exists(_path))
        {
            throw new PkiException($"There is no directory {_path}: run bootstrap first, or give the right one by --certs.");
        }

        Permissions();
        if (_findings.Exists(finding => finding.Severity == Severity.Error))
        {
            return _findings; // everything else would be refused for the same reason
        }

        try
        {
            var directory = CertificateDirectory.Open(_path);
            directory.RequireSound(CertificateFiles.OfAuthorities());
            HierarchyLoader.RequireThere(directory);
            var (root, issuing) = HierarchyLoader.ReadSound(directory, passphrase: null, _now);
            if (!IssuanceLedger.Exists(_path))
            {
                Add(Severity.Warning, LedgerFiles.Database(_path), "there is no ledger", "run bootstrap: it adopts what is in the directory");
                return _findings;
            }

            using var ledger = IssuanceLedger.Open(_path);
            Authorities(root, issuing, ledger);
            Identities(directory, ledger);
        }
        catch (PkiException exception)
        {
            var parts = exception.Message.Split(": ", 2);
            Add(Severity.Error, _path, parts[0], parts.Length > 1 ? parts[1].TrimEnd('.') : "mend it, and run doctor again");
        }

        return _findings;
    }

    private void Permissions()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Require(_path, UnixFileMode.GroupWrite | UnixFileMode.OtherWrite, "others may write into it, and so exchange keys", "chmod go-w");
        foreach (var file in Directory.EnumerateFiles(_path).Where(CertificateFiles.IsPrivate).Order(StringComparer.Ordinal))
        {
            Require(file, GroupOrOthers, "others may read this private key", "chmod 600");
        }

        foreach (var file in new[] { Path.GetDirectoryName(LedgerFiles.Database(_path))!, LedgerFiles.Database(_path) }.Where(Path.Exists))
        {
            Require(file, GroupOrOthers, "others may use the ledger", "chmod go-rwx");
        }

        void Require(string file, UnixFileMode forbidden, string what, string remedy)
        {
            var mode = OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(file);
            if ((mode & forbidden) != UnixFileMode.None)
            {
                Add(Severity.Error, file, $"{what} (mode {CertificateDirectory.Octal(mode)})", $"run `{remedy} {file}`");
            }
        }
    }

    private void Authorities(AuthorityFiles root, AuthorityFiles issuing, IssuanceLedger ledger)
    {
        foreach (var (files, role) in new[] { (root, AuthorityRole.Root), (issuing, AuthorityRole.Issuing) })
        {
            var file = Path.Combine(_path, CertificateFiles.Certificate(AuthorityBundles.NameOf(role)));
            if (files.Certificate is not { } certificate)
            {
                Add(Severity.Error, file, "it is missing", "run bootstrap");
                continue;
            }

            var validity = Validity.Of(certificate);
            if (validity.IsDueForRenewal(_now))
            {
                Add(validity.IsOver(_now) ? Severity.Error : Severity.Warning, file, $"it expires on {validity.NotAfter:yyyy-MM-dd}", role == AuthorityRole.Root ? "run rollover root" : "run bootstrap");
            }

            if (AuthorityBundles.Of(ledger, role) is not [var known, ..] || known.Thumbprint != certificate.Thumbprint)
            {
                Add(Severity.Error, file, "it is not what the ledger knows", "run bootstrap");
            }

            RevocationList(ledger, role, certificate);
        }
    }

    private void RevocationList(IssuanceLedger ledger, AuthorityRole role, X509Certificate2 certificate)
    {
        var name = AuthorityBundles.NameOf(role);
        var file = Path.Combine(_path, CertificateFiles.RevocationList(name));
        var list = RevocationListStore.Read(CertificateDirectory.Open(_path), name).FirstOrDefault(candidate => candidate.IsIssuedBy(certificate.SubjectName, certificate.PublicKey));
        if (list is null)
        {
            Add(Severity.Error, file, "there is no revocation list of this CA", "run crl");
            return;
        }

        if (list.NextUpdate <= _now)
        {
            Add(Severity.Error, file, $"it is stale: nextUpdate was {list.NextUpdate:u}", "run crl");
        }
        else if (list.IsDueForRefresh(_now))
        {
            Add(Severity.Warning, file, $"more than half of its time has passed: nextUpdate is {list.NextUpdate:u}", "run crl");
        }

        var listed = list.Revoked().Select(entry => entry.Serial).ToHashSet(StringComparer.Ordinal);
        var missing = ledger.Revoked(KeyIdentifier.Of(certificate), list.ThisUpdate).Count(entry => !listed.Contains(Convert.ToHexString(entry.Serial)));
        if (missing > 0)
        {
            Add(Severity.Error, file, $"it lacks {missing} revocations that the ledger knows", "run crl");
        }
    }

    private void Identities(CertificateDirectory directory, IssuanceLedger ledger)
    {
        var chain = AuthorityBundles.Of(ledger, AuthorityRole.Issuing).ToDictionary(KeyIdentifier.Of, StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(_path, "*" + CertificateFiles.Certificate(string.Empty)).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileNameWithoutExtension(path);
            if (IdentityDeclaration.IsUsable(name))
            {
                using var found = IdentityInspection.Read(directory, name);
                Identity(path, name, found, ledger, chain);
            }
        }
    }

    private void Identity(string path, string name, IdentityInspection found, IssuanceLedger ledger, Dictionary<string, X509Certificate2> issuers)
    {
        if (found.Leaf is not { } leaf)
        {
            Add(Severity.Error, path, "it is no certificate in PEM", $"run bootstrap, or renew {name}");
            return;
        }

        var issuer = KeyIdentifier.OfIssuer(leaf) ?? KeyIdentifier.Of(leaf);
        var known = ledger.Find(issuer, leaf.SerialNumber);
        if (known is null)
        {
            Add(Severity.Error, path, "the ledger does not know this certificate", $"move it away, or run bootstrap or renew {name}");
            return;
        }

        if (known.Defect is not null)
        {
            return; // wrong on purpose
        }

        var validity = Validity.Of(leaf);
        if (found.Key?.Matches(leaf.PublicKey) != true)
        {
            Add(Severity.Error, path, "its key is missing, damaged or another's", $"renew {name}");
        }

        if (known.Revocation is { } revocation)
        {
            Add(Severity.Error, path, $"it was revoked on {revocation.At:yyyy-MM-dd} ({revocation.Reason})", $"renew {name}");
        }
        else if (validity.IsOver(_now))
        {
            Add(Severity.Error, path, $"it expired on {validity.NotAfter:yyyy-MM-dd}", $"renew {name}");
        }
        else if (validity.IsDueForRenewal(_now))
        {
            Add(Severity.Warning, path, $"it expires on {validity.NotAfter:yyyy-MM-dd}", $"renew {name}");
        }

        if (!issuers.TryGetValue(issuer, out var authority) || !SignedStructure.IsSignedBy(leaf.RawDataMemory, authority.PublicKey) || !found.Chain.Any(certificate => KeyIdentifier.Of(certificate) == issuer))
        {
            Add(Severity.Error, path, "its chain is broken: the CA that issued it is not in its file, or is none of this PKI", $"run bootstrap, or renew {name}");
        }
    }

    private void Add(Severity severity, string where, string what, string remedy) => _findings.Add(new Finding(severity, where, what, remedy));
}
