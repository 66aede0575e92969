using System.Security.Authentication;
using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.Tests.Support;

namespace MtlsAspire.ServiceDefaults.Tests.Matrix;

/// <summary>
/// Whether a certificate is revoked cannot be told, since its issuer's list is stale, missing or out of reach: refused, unless a
/// setting lets it pass, and then each span says so. A list that was fetched once serves until its nextUpdate.
/// </summary>
public sealed class Row13_CRL_stale_missing_or_unreachable : MatrixTest
{
    private const string SoftFail = "--MutualTls:Validation:Revocation=SoftFail";

    [Theory]
    [MemberData(nameof(LockOneCases))]
    public async Task A_client_is_refused_when_the_list_is_stale(SslProtocols protocol, HandshakeMode mode)
    {
        Pki.PublishLists(lifetime: TimeSpan.FromMinutes(-1));
        await using var server = await LockOne.StartAsync(Pki);
        using var leaf = Pki.IssueClient();

        var seen = await server.TryAsync(mode, protocol, leaf, Pki.Issuing.Certificate);

        AssertRefused("revocation_unknown", seen, protocol, mode);
    }

    [Theory]
    [MemberData(nameof(LockOneCases))]
    public async Task A_client_is_refused_when_its_issuer_has_no_list(SslProtocols protocol, HandshakeMode mode)
    {
        await using var server = await LockOne.StartAsync(Pki, OnlyRootList);
        using var leaf = Pki.IssueClient();

        var seen = await server.TryAsync(mode, protocol, leaf, Pki.Issuing.Certificate);

        AssertRefused("revocation_unknown", seen, protocol, mode);
    }

    [Theory]
    [MemberData(nameof(LockOneCases))]
    public async Task Where_the_setting_lets_it_pass_the_spans_warn(SslProtocols protocol, HandshakeMode mode)
    {
        await using var server = await LockOne.StartAsync(Pki, OnlyRootList, SoftFail);
        using var leaf = Pki.IssueClient();

        var seen = await server.TryAsync(mode, protocol, leaf, Pki.Issuing.Certificate);

        AssertAccepted(seen, protocol, mode);
        Assert.Contains("revocation_unknown", (string?)seen.Span.GetTagItem("mtls.client.warnings"), StringComparison.Ordinal);
        var request = await Eventually.FindAsync(
            () => server.Server.Spans.All.FirstOrDefault(span => span.Links.Any(link => link.Context.SpanId == seen.Span.SpanId)), "the request's span");
        Assert.Contains("revocation_unknown", (string?)request.GetTagItem("mtls.client.warnings"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(LockOneCases))]
    public async Task Where_the_setting_lets_it_pass_a_revoked_client_is_refused_all_the_same(SslProtocols protocol, HandshakeMode mode)
    {
        using var leaf = Pki.IssueClient();
        Pki.Revoke(leaf);
        await using var server = await LockOne.StartAsync(Pki, SoftFail);

        var seen = await server.TryAsync(mode, protocol, leaf, Pki.Issuing.Certificate);

        AssertRefused("certificate_revoked", seen, protocol, mode);
    }

    [Theory]
    [MemberData(nameof(LockOneCases))]
    public async Task A_list_out_of_reach_serves_on_until_it_is_stale(SslProtocols protocol, HandshakeMode mode)
    {
        await using var distribution = new CrlDistributionPoint();
        await using var server = await LockOne.StartAsync(
            Pki, $"--MutualTls:RevocationLists={Pki.RootListPath};{distribution.Address}", "--MutualTls:RevocationListRefresh=00:00:00.100", "--MutualTls:ReloadInterval=00:00:00.050");
        using var leaf = Pki.IssueClient();

        AssertRefused("revocation_unknown", await TryAsync(), protocol, mode);

        distribution.Serve(File.ReadAllText(Pki.IssuingListPath));
        AssertAccepted(await UntilAsync("accepted"), protocol, mode);

        var fetched = distribution.Requests;
        distribution.Serve(null);
        await Eventually.FindAsync(() => distribution.Requests >= fetched + 3 ? "yes" : null, "failed attempts to fetch the list");
        AssertAccepted(await TryAsync(), protocol, mode);

        // Another list, for a second: then it is stale, and there is no other.
        Pki.PublishLists(lifetime: TimeSpan.FromSeconds(1));
        distribution.Serve(File.ReadAllText(Pki.IssuingListPath));
        TestPki.Replace(Pki.RootListPath, TestPki.EmptyList(Pki.Root));
        AssertRefused("revocation_unknown", await UntilAsync("revocation_unknown"), protocol, mode);

        Task<HandshakeSeen> TryAsync() => server.TryAsync(mode, protocol, leaf, Pki.Issuing.Certificate);

        Task<HandshakeSeen> UntilAsync(string reason) => Eventually.FindAsync(
            async () => await TryAsync() is { } seen && seen.Reason == reason ? seen : null, reason);
    }

    [Theory]
    [MemberData(nameof(LockTwoCases))]
    public async Task A_server_is_refused_when_the_list_is_stale(SslProtocols protocol)
    {
        Pki.PublishLists(lifetime: TimeSpan.FromMinutes(-1));
        await using var client = await LockTwo.StartAsync(Pki);
        using var leaf = Pki.IssueServer();

        var seen = await client.TryAsync(protocol, leaf, Pki.Issuing.Certificate);

        AssertRefused("revocation_unknown", seen, protocol);
    }

    [Theory]
    [MemberData(nameof(LockTwoCases))]
    public async Task Where_the_setting_lets_a_server_pass_the_span_warns(SslProtocols protocol)
    {
        await using var client = await LockTwo.StartAsync(Pki, configure: null, OnlyRootList, SoftFail);
        using var leaf = Pki.IssueServer();

        var seen = await client.TryAsync(protocol, leaf, Pki.Issuing.Certificate);

        AssertAccepted(seen, protocol);
        Assert.Contains("revocation_unknown", (string?)seen.Span.GetTagItem("mtls.server.warnings"), StringComparison.Ordinal);
    }

    private string OnlyRootList => $"--MutualTls:RevocationLists={Pki.RootListPath}";
}
