using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.Tests.Support;

namespace MtlsAspire.ServiceDefaults.Tests.MutualTls;

/// <summary>Loading whom the service believes.</summary>
public sealed class TrustBundleTests : IDisposable
{
    private readonly TestPki _pki = new();
    private readonly TlsIdentity _identity;
    private readonly MutualTlsOptions _options;

    public TrustBundleTests()
    {
        using var leaf = _pki.IssueClient();
        _pki.Write(leaf);
        _options = new MutualTlsOptions
        {
            Certificate = _pki.PathOf("client1.crt"),
            Key = _pki.PathOf("client1.key"),
            TrustAnchors = _pki.AnchorsPath,
        };
        _identity = TlsIdentity.Load(_options, TimeProvider.System);
    }

    public void Dispose() => _pki.Dispose();

    [Fact]
    public void The_own_issuing_CA_is_known_but_is_no_anchor()
    {
        var trust = TrustBundle.Load(_options, _identity);

        Assert.Equal(_pki.Root.Certificate.Thumbprint, Assert.Single(trust.Anchors).Thumbprint);
        Assert.Equal(_pki.Issuing.Certificate.Thumbprint, Assert.Single(trust.Intermediates).Thumbprint);
    }

    [Fact]
    public void An_issuing_CA_that_is_known_twice_is_kept_once_and_others_are_added()
    {
        using var other = _pki.Root.CreateIssuing("Other Issuing CA");
        File.AppendAllText(_pki.IntermediatesPath, "\n" + other.Certificate.ExportCertificatePem());
        _options.Intermediates = _pki.IntermediatesPath;

        var trust = TrustBundle.Load(_options, _identity);

        Assert.Equal(
            [_pki.Issuing.Certificate.Thumbprint, other.Certificate.Thumbprint],
            trust.Intermediates.Select(certificate => certificate.Thumbprint));
    }

    [Fact]
    public void Missing_anchors_are_told_in_one_line()
    {
        _options.TrustAnchors = _pki.PathOf("nobody.crt");

        var exception = Assert.Throws<ConfigurationException>(() => TrustBundle.Load(_options, _identity));

        Assert.StartsWith($"MutualTls:TrustAnchors: file '{_options.TrustAnchors}' does not exist", exception.Message, StringComparison.Ordinal);
    }
}
