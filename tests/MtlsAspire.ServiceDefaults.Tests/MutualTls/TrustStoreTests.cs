using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.ServiceDefaults.MutualTls.Identity;
using MtlsAspire.ServiceDefaults.MutualTls.Revocation;
using MtlsAspire.ServiceDefaults.MutualTls.Trust;
using MtlsAspire.ServiceDefaults.MutualTls.Validation;
using MtlsAspire.Tests.Support;

namespace MtlsAspire.ServiceDefaults.Tests.MutualTls;

/// <summary>Whom the service believes: loading it, following its files, and keeping the old while the new is wrong.</summary>
public sealed class TrustStoreTests : IDisposable
{
    private readonly TestPki _pki = new();
    private readonly MutualTlsOptions _options;

    public TrustStoreTests()
    {
        using var leaf = _pki.IssueClient();
        _pki.Write(leaf);
        _options = new MutualTlsOptions
        {
            Certificate = _pki.PathOf("client1.crt"),
            Key = _pki.PathOf("client1.key"),
            TrustAnchors = _pki.AnchorsPath,
            RevocationLists = $"{_pki.RootListPath};{_pki.IssuingListPath}",
        };
    }

    public void Dispose() => _pki.Dispose();

    [Fact]
    public void The_own_issuing_CA_is_known_but_is_no_anchor()
    {
        var trust = Load().Current.Material;

        Assert.Equal(_pki.Root.Certificate.RawData, Assert.Single(trust.Anchors).ToArray());
        Assert.Equal(_pki.Issuing.Certificate.RawData, Assert.Single(trust.Intermediates).ToArray());
        Assert.Equal(2, trust.RevocationLists.Count);
    }

    [Fact]
    public void An_issuing_CA_that_is_known_twice_is_kept_once_and_others_are_added()
    {
        using var other = _pki.Root.CreateIssuing("Other Issuing CA");
        File.AppendAllText(_pki.IntermediatesPath, "\n" + other.Certificate.ExportCertificatePem());
        _options.Intermediates = _pki.IntermediatesPath;

        var trust = Load().Current.Material;

        Assert.Equal(
            [Convert.ToHexString(_pki.Issuing.Certificate.RawData), Convert.ToHexString(other.Certificate.RawData)],
            trust.Intermediates.Select(certificate => Convert.ToHexString(certificate.Span)));
    }

    [Theory]
    [InlineData("no anchors", "MutualTls:TrustAnchors: file '{anchors}' does not exist")]
    [InlineData("no list", "MutualTls:RevocationLists: file '{list}' does not exist")]
    [InlineData("no list in the file", "MutualTls:RevocationLists: file '{list}' ")]
    [InlineData("malformed list", "MutualTls:RevocationLists: file '{list}' is no revocation list: ")]
    [InlineData("no setting", "MutualTls:RevocationLists is not set, so nobody's revocation status can be told and everybody would be refused; name")]
    public void What_is_wrong_is_told_in_one_line(string problem, string message)
    {
        switch (problem)
        {
            case "no anchors": File.Delete(_pki.AnchorsPath); break;
            case "no list": File.Delete(_pki.IssuingListPath); break;
            case "no list in the file": File.WriteAllText(_pki.IssuingListPath, _pki.Root.Certificate.ExportCertificatePem()); break;
            case "malformed list": File.WriteAllBytes(_pki.IssuingListPath, [0x30, 3, 2, 1, 1]); break;
            default: _options.RevocationLists = null; break;
        }

        var exception = Assert.Throws<ConfigurationException>(Load);

        var expected = message.Replace("{anchors}", _pki.AnchorsPath, StringComparison.Ordinal).Replace("{list}", _pki.IssuingListPath, StringComparison.Ordinal);
        Assert.StartsWith(expected, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    [Theory]
    [InlineData(RevocationMode.RequireWhereListed)]
    [InlineData(RevocationMode.SoftFail)]
    [InlineData(RevocationMode.Off)]
    public void Without_lists_one_must_say_so(RevocationMode mode)
    {
        _options.RevocationLists = null;
        _options.Validation = new PeerValidationOptions { Revocation = mode };

        Assert.Empty(Load().Current.Material.RevocationLists);
    }

    [Fact]
    public void A_new_root_beside_the_old_is_taken_over_and_then_the_old_one_is_left_behind()
    {
        using var other = new TestPki();
        var trust = Load();
        var changes = 0;
        trust.Source.Changed += (_, _) => changes++;

        TestPki.Replace(_pki.AnchorsPath, _pki.Root.Certificate.ExportCertificatePem() + "\n" + other.Root.Certificate.ExportCertificatePem());
        Assert.True(trust.Source.Refresh());
        Assert.Equal(2, trust.Current.Material.Anchors.Count);

        TestPki.Replace(_pki.AnchorsPath, other.Root.Certificate.ExportCertificatePem());
        Assert.True(trust.Source.Refresh());
        Assert.Equal(other.Root.Certificate.RawData, Assert.Single(trust.Current.Material.Anchors).ToArray());
        Assert.Equal(2, changes);
    }

    [Fact]
    public void While_a_file_is_wrong_the_old_trust_stays_and_the_problem_is_told_until_it_is_mended()
    {
        var trust = Load();
        var before = trust.Current;
        var list = File.ReadAllText(_pki.IssuingListPath);

        TestPki.Replace(_pki.IssuingListPath, "garbage");
        Assert.False(trust.Source.Refresh());
        Assert.Same(before, trust.Current);
        Assert.StartsWith($"MutualTls:RevocationLists: file '{_pki.IssuingListPath}'", trust.Source.Problem, StringComparison.Ordinal);

        TestPki.Replace(_pki.IssuingListPath, list);
        Assert.False(trust.Source.Refresh());
        Assert.Same(before, trust.Current);
        Assert.Null(trust.Source.Problem);
    }

    [Fact]
    public void A_file_that_is_only_touched_changes_nothing()
    {
        var trust = Load();
        var before = trust.Current;

        File.SetLastWriteTimeUtc(_pki.IssuingListPath, DateTime.UtcNow.AddMinutes(-5));

        Assert.False(trust.Source.Refresh());
        Assert.Same(before, trust.Current);
    }

    private TrustStore Load()
    {
        var identity = new IdentityStore(_options, TimeProvider.System);
        identity.Source.Load();
        using var downloads = new RevocationListDownloads(_options);
        var trust = new TrustStore(_options, identity, downloads, TimeProvider.System);
        trust.Source.Load();
        return trust;
    }
}
