using System.Security.Authentication;
using MtlsAspire.Pki.Authority;
using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.Tests.Support;

namespace MtlsAspire.ServiceDefaults.Tests.Matrix;

/// <summary>
/// The certificate's issuer is below one of our roots, but the peer did not send it. Where our side does not hold it either, that
/// is said, and is not mistaken for a foreign CA; where it does, the peer is accepted.
/// </summary>
public sealed class Row07_Incomplete_chain : MatrixTest
{
    private readonly CertificateAuthority _second;

    public Row07_Incomplete_chain() => _second = Pki.Root.CreateIssuing("Second Issuing CA");

    public override void Dispose()
    {
        _second.Dispose();
        base.Dispose();
    }

    [Theory]
    [MemberData(nameof(LockOneCases))]
    public async Task A_client_that_keeps_its_intermediate_back_is_told_so(SslProtocols protocol, HandshakeMode mode)
    {
        await using var server = await LockOne.StartAsync(Pki);
        using var leaf = _second.Issue(LeafRequest.Client("client1"));

        var seen = await server.TryAsync(mode, protocol, leaf);

        AssertRefused("incomplete_chain", seen, protocol, mode);
        Assert.Contains("Second Issuing CA", seen.Explanation, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(LockOneCases))]
    public async Task It_is_accepted_where_the_server_holds_the_intermediate(SslProtocols protocol, HandshakeMode mode)
    {
        HoldSecond();
        await using var server = await LockOne.StartAsync(Pki);
        using var leaf = _second.Issue(LeafRequest.Client("client1"));

        var seen = await server.TryAsync(mode, protocol, leaf);

        AssertAccepted(seen, protocol, mode);
    }

    [Theory]
    [MemberData(nameof(LockTwoCases))]
    public async Task A_server_that_keeps_its_intermediate_back_is_refused_as_such(SslProtocols protocol)
    {
        await using var client = await LockTwo.StartAsync(Pki);
        using var leaf = _second.Issue(LeafRequest.Server("server", "localhost"));

        var seen = await client.TryAsync(protocol, leaf);

        AssertRefused("incomplete_chain", seen, protocol);
    }

    [Theory]
    [MemberData(nameof(LockTwoCases))]
    public async Task It_is_accepted_where_our_client_holds_the_intermediate(SslProtocols protocol)
    {
        HoldSecond();
        await using var client = await LockTwo.StartAsync(Pki);
        using var leaf = _second.Issue(LeafRequest.Server("server", "localhost"));

        var seen = await client.TryAsync(protocol, leaf);

        AssertAccepted(seen, protocol);
    }

    private void HoldSecond()
    {
        TestPki.Replace(Pki.IntermediatesPath, PemText.Of(Pki.Issuing.Certificate, _second.Certificate));
        TestPki.Replace(Pki.IssuingListPath, File.ReadAllText(Pki.IssuingListPath) + "\n" + TestPki.EmptyList(_second));
    }
}
