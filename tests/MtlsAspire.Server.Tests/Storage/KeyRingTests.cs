using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Xml.Linq;
using MtlsAspire.Server.Protection;
using MtlsAspire.Server.Tests.Support;
using MtlsAspire.ServiceDefaults;
using MtlsAspire.Tests.Support;
using MtlsAspire.TestSupport;

namespace MtlsAspire.Server.Tests.Storage;

/// <summary>The key ring is the box's own: it follows the certificate, and takes nothing from anybody else.</summary>
public sealed class KeyRingTests : IDisposable
{
    private readonly TestPki _pki = new();
    private readonly TemporaryDirectory _directory = new();
    private readonly X509Certificate2 _leaf;

    public KeyRingTests() => _leaf = TestBox.IssueRole(_pki, "client1");

    public void Dispose()
    {
        _leaf.Dispose();
        _directory.Dispose();
        _pki.Dispose();
    }

    [Fact]
    public async Task A_new_certificate_with_a_new_key_keeps_everything_readable_now_and_after_a_restart()
    {
        await using var box = await TestBox.StartAsync(_pki, _directory, "storage", "items");
        using (var client = box.Client(_leaf)) (await client.PutAsync("/items/a", [1, 2, 3])).EnsureSuccessStatusCode();

        using var renewed = TestBox.IssueBox(_pki, "storage");
        _pki.Write(renewed);
        await box.Server.Logs.WaitForAsync(log => log.Message.StartsWith("The key ring has been wrapped for the new certificate CN=storage", StringComparison.Ordinal));

        using (var client = box.Client(_leaf)) Assert.Equal([1, 2, 3], await client.GetByteArrayAsync(new Uri("/items/a", UriKind.Relative)));
        await box.RestartAsync();
        using (var client = box.Client(_leaf)) Assert.Equal([1, 2, 3], await client.GetByteArrayAsync(new Uri("/items/a", UriKind.Relative)));
    }

    [Fact]
    public async Task A_renewal_while_the_box_was_down_needs_the_former_key_once()
    {
        await using var box = await TestBox.StartAsync(_pki, _directory, "storage", "items");
        using (var client = box.Client(_leaf)) (await client.PutAsync("/items/a", [1, 2, 3])).EnsureSuccessStatusCode();
        var former = _directory.Combine("former.key");
        File.Copy(_pki.PathOf("storage.key"), former);
        using var renewed = TestBox.IssueBox(_pki, "storage");

        var refused = await Assert.ThrowsAsync<ConfigurationException>(() => box.RestartAsync(() => _pki.Write(renewed)));
        var file = Assert.Single(Directory.GetFiles(Path.Combine(box.Directory, "data", "keys")));
        using (var key = ECDsa.Create())
        {
            key.ImportFromPem(await File.ReadAllTextAsync(former));
            Assert.Equal(
                $"The key ring's file '{file}' was wrapped for a former key of 'CN=storage, O=MtlsAspire' (SHA-256 of its public key {Convert.ToHexString(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))}), "
                + "and the certificate was renewed with another while the box was down; set Box:FormerKeys (Box__FormerKeys) to the PEM file of that former private key for this start, after which it is not needed any more.",
                refused.Message);
        }

        await box.RestartAsync(meanwhile: null, $"--Box:FormerKeys={former}");
        await box.RestartAsync();

        using var after = box.Client(_leaf);
        Assert.Equal([1, 2, 3], await after.GetByteArrayAsync(new Uri("/items/a", UriKind.Relative)));
    }

    [Fact]
    public async Task A_renewal_with_the_same_key_while_the_box_was_down_needs_nothing()
    {
        await using var box = await TestBox.StartAsync(_pki, _directory, "storage", "items");
        using (var client = box.Client(_leaf)) (await client.PutAsync("/items/a", [1, 2, 3])).EnsureSuccessStatusCode();
        using var former = X509Certificate2.CreateFromPemFile(_pki.PathOf("storage.crt"), _pki.PathOf("storage.key"));
        using var key = former.GetECDsaPrivateKey()!;
        using var bare = TestBox.IssueBox(_pki, "storage", former.PublicKey);
        using var renewed = bare.CopyWithPrivateKey(key);

        await box.RestartAsync(() => _pki.Write(renewed));

        using var after = box.Client(_leaf);
        Assert.Equal([1, 2, 3], await after.GetByteArrayAsync(new Uri("/items/a", UriKind.Relative)));
        Assert.NotEqual(former.SerialNumber, renewed.SerialNumber);
    }

    [Fact]
    public async Task A_database_without_its_key_ring_is_refused_at_start()
    {
        await using var box = await TestBox.StartAsync(_pki, _directory, "storage", "items");
        using (var client = box.Client(_leaf)) (await client.PutAsync("/items/a", [1])).EnsureSuccessStatusCode();

        var refused = await Assert.ThrowsAsync<ConfigurationException>(
            () => box.RestartAsync(() => Directory.Delete(Path.Combine(box.Directory, "data", "keys"), recursive: true)));

        Assert.StartsWith("The box's database was encrypted with keys that are not in its key ring", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("EC")]
    [InlineData("RSA")]
    public void What_is_wrapped_is_opened_by_the_same_key_only_and_only_if_unchanged(string kind)
    {
        using var own = Certificate(kind);
        using var other = Certificate(kind);
        using var key = WrappingKey.Of(own);
        using var foreign = WrappingKey.Of(other);
        var element = new XElement("key", "secret");

        var wrapped = WrappedElement.Wrap(element, key, "CN=own");

        Assert.True(XNode.DeepEquals(element, WrappedElement.Unwrap(wrapped, key)));
        Assert.DoesNotContain("secret<", wrapped.ToString(SaveOptions.DisableFormatting), StringComparison.Ordinal);
        Assert.ThrowsAny<CryptographicException>(() => WrappedElement.Unwrap(wrapped, foreign));
        // Anybody may encrypt for a public key; the box takes only what it signed itself.
        var planted = WrappedElement.Wrap(element, foreign, "CN=own");
        planted.Element("secret")!.Value = wrapped.Element("secret")!.Value;
        Assert.ThrowsAny<CryptographicException>(() => WrappedElement.Unwrap(planted, key));
        foreach (var part in new[] { "secret", "content", "signature" })
        {
            var changed = new XElement(wrapped);
            var bytes = Convert.FromBase64String(changed.Element(part)!.Value);
            bytes[^1] ^= 1;
            changed.Element(part)!.Value = Convert.ToBase64String(bytes);
            Assert.ThrowsAny<CryptographicException>(() => WrappedElement.Unwrap(changed, key));
        }
    }

    private static X509Certificate2 Certificate(string kind)
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var rsa = RSA.Create(2048);
        var request = kind == "EC"
            ? new CertificateRequest("CN=own", ec, HashAlgorithmName.SHA256)
            : new CertificateRequest("CN=own", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));
    }
}
