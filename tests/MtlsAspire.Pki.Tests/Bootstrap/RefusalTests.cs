using MtlsAspire.Pki.Tests.Support;
using MtlsAspire.TestSupport;

namespace MtlsAspire.Pki.Tests.Bootstrap;

/// <summary>What a bootstrap must not touch, and how it says so. Each test also checks that nothing was changed.</summary>
public sealed class RefusalTests
{
    [Theory]
    [InlineData("ca.key", "ca.key is missing, but ", "ca.crt is there: restore the key, or ")]
    [InlineData("issuing-ca.key", "issuing-ca.key is missing, but ", "issuing-ca.crt is there: restore the key, or ")]
    public async Task A_CA_without_its_key(string missing, params string[] parts)
    {
        using var pki = await BootstrappedPki.CreateAsync();
        File.Delete(pki.PathOf(missing));

        AssertContains(await pki.BootstrapRefusedAsync(), parts);
    }

    [Fact]
    public async Task An_issuing_CA_without_the_root()
    {
        using var pki = await BootstrappedPki.CreateAsync();
        File.Delete(pki.PathOf("ca.key"));
        File.Delete(pki.PathOf("ca.crt"));

        AssertContains(await pki.BootstrapRefusedAsync(), "issuing-ca.crt is there without ", "ca.crt and ", "restore these");
    }

    [Theory]
    [InlineData("ca.crt", "ca.crt is not a certificate in PEM")]
    [InlineData("issuing-ca.crt", "issuing-ca.crt is not a certificate in PEM")]
    [InlineData("ca.key", "ca.key is not an unencrypted private key in PEM (ECDSA P-256 or P-384, or RSA)")]
    [InlineData("issuing-ca.key", "issuing-ca.key is not an unencrypted private key in PEM (ECDSA P-256 or P-384, or RSA)")]
    [InlineData("ca.crl", "ca.crl is not a revocation list in PEM")]
    [InlineData("issuing-ca.crl", "issuing-ca.crl is not a revocation list in PEM")]
    public async Task A_damaged_file_of_a_CA(string file, string message)
    {
        using var pki = await BootstrappedPki.CreateAsync();
        var content = await File.ReadAllTextAsync(pki.PathOf(file));

        foreach (var damaged in new[] { string.Empty, "hello", content[..(content.Length / 2)], content.Replace("MI", "AI", StringComparison.Ordinal) })
        {
            await File.WriteAllTextAsync(pki.PathOf(file), damaged);

            AssertContains(await pki.BootstrapRefusedAsync(), message, "restore it");
        }
    }

    [Theory]
    [InlineData("ca")]
    [InlineData("issuing-ca")]
    public async Task A_CA_with_the_key_of_another(string name)
    {
        using var pki = await BootstrappedPki.CreateAsync();
        File.Copy(pki.PathOf("client1.key"), pki.PathOf($"{name}.key"), overwrite: true);

        AssertContains(await pki.BootstrapRefusedAsync(), $"{name}.key is not the key of ", $"{name}.crt");
    }

    [Fact]
    public async Task An_issuing_CA_of_another_root()
    {
        using var pki = await BootstrappedPki.CreateAsync();
        using var other = await BootstrappedPki.CreateAsync();
        File.Copy(other.PathOf("issuing-ca.key"), pki.PathOf("issuing-ca.key"), overwrite: true);
        File.Copy(other.PathOf("issuing-ca.crt"), pki.PathOf("issuing-ca.crt"), overwrite: true);

        AssertContains(await pki.BootstrapRefusedAsync(), "issuing-ca.crt was not issued by ", "ca.crt");
    }

    [Fact]
    public async Task A_leaf_in_the_place_of_a_CA()
    {
        using var pki = await BootstrappedPki.CreateAsync();
        File.Copy(pki.PathOf("client1.key"), pki.PathOf("issuing-ca.key"), overwrite: true);
        File.Copy(pki.PathOf("client1.crt"), pki.PathOf("issuing-ca.crt"), overwrite: true);

        AssertContains(await pki.BootstrapRefusedAsync(), "issuing-ca.crt is not the certificate of a CA");
    }

    [Theory]
    [InlineData("ca.key")]
    [InlineData("client2.key")]
    [InlineData("client2.pfx")]
    public async Task A_key_that_others_may_read(string file)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var pki = await BootstrappedPki.CreateAsync();
        File.SetUnixFileMode(pki.PathOf(file), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        AssertContains(await pki.BootstrapRefusedAsync(), "Others may read the private key in ", file, "(mode 0640)", "chmod 600");
    }

    [Fact]
    public async Task A_directory_that_others_may_write_to()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var pki = await BootstrappedPki.CreateAsync();
        File.SetUnixFileMode(pki.Path, (UnixFileMode)Convert.ToInt32("775", fromBase: 8));

        AssertContains(await pki.BootstrapRefusedAsync(), "Others may write into ", "(mode 0775)", "chmod go-w");
    }

    [Fact]
    public async Task A_file_of_the_PKI_that_is_a_directory_or_far_too_large()
    {
        using var pki = await BootstrappedPki.CreateAsync();
        File.Delete(pki.PathOf("client2.crt"));
        Directory.CreateDirectory(pki.PathOf("client2.crt"));
        AssertContains(await pki.BootstrapRefusedAsync(), "client2.crt is a directory where a file of the PKI belongs");

        Directory.Delete(pki.PathOf("client2.crt"));
        using (var file = File.Create(pki.PathOf("client2.crt")))
        {
            file.SetLength((1 << 20) + 1);
        }

        AssertContains(await pki.BootstrapRefusedAsync(), "client2.crt is larger than 1 MiB");
    }

    [Fact]
    public async Task A_path_that_is_a_file()
    {
        using var temporary = new TemporaryDirectory();
        using var pki = new BootstrappedPki();
        await File.WriteAllTextAsync(pki.Path, "a file");

        var exception = await Assert.ThrowsAsync<PkiException>(() => pki.BootstrapAsync());

        Assert.Equal($"{pki.Path} is a file, not a directory: give a directory for the certificates.", exception.Message);
        Assert.Equal("a file", await File.ReadAllTextAsync(pki.Path));
    }

    [Fact]
    public async Task An_empty_directory_that_was_made_for_the_PKI_is_closed_to_others_and_used()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var pki = new BootstrappedPki();
        Directory.CreateDirectory(pki.Path);
        File.SetUnixFileMode(pki.Path, (UnixFileMode)Convert.ToInt32("777", fromBase: 8));

        await pki.BootstrapAsync();

        Assert.Equal((UnixFileMode)Convert.ToInt32("700", fromBase: 8), File.GetUnixFileMode(pki.Path));
        PkiAssert.IsComplete(pki.Path, SetClock.Noon);
    }

    private static void AssertContains(string message, params string[] parts) =>
        Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
}
