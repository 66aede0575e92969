using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Ledger;

namespace MtlsAspire.Pki.Tests.Support;

/// <summary>What must be true of certificates whatever the test.</summary>
internal static class PkiAssert
{
    private static readonly string[] Identities = ["server", "client1", "client2"];

    /// <summary>The directory holds one complete, consistent PKI and nothing that an interrupted write left.</summary>
    public static void IsComplete(string directory, DateTimeOffset now)
    {
        Assert.Equal(
            BootstrappedPki.AllFiles.Append(".lock").Order(StringComparer.Ordinal),
            Directory.GetFiles(directory).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        KeysArePrivate(directory);

        using var root = X509Certificate2.CreateFromPemFile(Path.Combine(directory, "ca.crt"), Path.Combine(directory, "ca.key"));
        using var issuing = X509Certificate2.CreateFromPemFile(Path.Combine(directory, "issuing-ca.crt"), Path.Combine(directory, "issuing-ca.key"));
        foreach (var identity in Identities)
        {
            IdentityIsComplete(Path.Combine(directory, identity), identity, root, issuing, now);
        }
    }

    /// <summary>The leaf leads to the root through the intermediates, for its purpose, at the time.</summary>
    public static void ChainIsGood(X509Certificate2 leaf, X509Certificate2 root, IEnumerable<X509Certificate2> intermediates, string purpose, DateTimeOffset now) =>
        Assert.Empty(ChainFaults(leaf, root, intermediates, purpose, now));

    /// <summary>What a chain build finds wrong.</summary>
    public static IReadOnlyList<X509ChainStatusFlags> ChainFaults(
        X509Certificate2 leaf, X509Certificate2 root, IEnumerable<X509Certificate2> intermediates, string purpose, DateTimeOffset now)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.ExtraStore.AddRange(intermediates.ToArray());
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(purpose));
        chain.ChainPolicy.VerificationTime = now.UtcDateTime;
        chain.Build(leaf);
        return [.. chain.ChainStatus.Select(status => status.Status)];
    }

    /// <summary>Everything in a directory that a refused command must not change: the files, and the rows of the ledger.</summary>
    public static IReadOnlyList<string> Contents(string directory)
    {
        using var ledger = IssuanceLedger.Open(directory);
        return
        [
            .. Directory.GetFiles(directory).Order(StringComparer.Ordinal).Select(path => $"{path} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)))}"),
            .. ledger.List(LedgerFilter.All).Select(entry => $"{entry.IssuerKeyId} {entry.Serial} {entry.Revocation}"),
            .. ledger.Authorities().Select(authority => $"{authority.KeyId} {authority.State}"),
        ];
    }

    /// <summary>The ledger knows every certificate in the directory, and every revocation of the ledger is on a list.</summary>
    public static void LedgerKnowsEveryCertificate(string directory)
    {
        using var ledger = IssuanceLedger.Open(directory);
        foreach (var path in Directory.GetFiles(directory, "*.crt"))
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPemFile(path);
            Assert.All(certificates, certificate =>
                Assert.NotNull(ledger.Find(KeyIdentifier.OfIssuer(certificate) ?? KeyIdentifier.Of(certificate), certificate.SerialNumber)));
        }

        var listed = Directory.GetFiles(directory, "*.crl").SelectMany(path => RevocationList.AllFromPem(File.ReadAllText(path)))
            .SelectMany(list => list.Revoked()).Select(entry => entry.Serial).ToHashSet();
        Assert.All(ledger.List(new LedgerFilter { Revoked = true }), entry => Assert.Contains(entry.Serial, listed));
    }

    /// <summary>No file that holds a private key, under its own or its temporary name, can be read by others.</summary>
    public static void KeysArePrivate(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        foreach (var path in Directory.GetFiles(directory))
        {
            if (path.Contains(".key", StringComparison.Ordinal) || path.Contains(".pfx", StringComparison.Ordinal))
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            }
        }
    }

    private static void IdentityIsComplete(string path, string name, X509Certificate2 root, X509Certificate2 issuing, DateTimeOffset now)
    {
        using var leaf = X509Certificate2.CreateFromPemFile(path + ".crt", path + ".key"); // refuses a key that does not match
        Assert.Equal($"CN={name}, O=MtlsAspire", leaf.Subject);

        var file = new X509Certificate2Collection();
        file.ImportFromPemFile(path + ".crt");
        Assert.Equal([leaf.Thumbprint, issuing.Thumbprint], file.Select(certificate => certificate.Thumbprint));
        ChainIsGood(leaf, root, [file[1]], name == "server" ? "1.3.6.1.5.5.7.3.1" : "1.3.6.1.5.5.7.3.2", now);

        var request = CertificateRequest.LoadSigningRequestPem(File.ReadAllText(path + ".csr"), HashAlgorithmName.SHA256);
        Assert.Equal(leaf.PublicKey.EncodedKeyValue.RawData, request.PublicKey.EncodedKeyValue.RawData);

        var pkcs12 = X509CertificateLoader.LoadPkcs12CollectionFromFile(path + ".pfx", password: string.Empty);
        Assert.Equal(
            new[] { leaf.Thumbprint, issuing.Thumbprint }.Order(StringComparer.Ordinal),
            pkcs12.Select(certificate => certificate.Thumbprint).Order(StringComparer.Ordinal));
        Assert.True(pkcs12.Single(certificate => certificate.Thumbprint == leaf.Thumbprint).HasPrivateKey);
    }
}
