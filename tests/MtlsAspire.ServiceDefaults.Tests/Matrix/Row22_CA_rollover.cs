using System.Security.Authentication;
using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.Tests.Support;

namespace MtlsAspire.ServiceDefaults.Tests.Matrix;

/// <summary>Another root comes, is trusted beside the old one, and then alone: on a running server and a running client.</summary>
public sealed class Row22_CA_rollover : MatrixTest
{
    private const string LookOften = "--MutualTls:ReloadInterval=00:00:00.050";

    private readonly TestPki _new = new();

    public override void Dispose()
    {
        _new.Dispose();
        base.Dispose();
    }

    [Theory]
    [MemberData(nameof(LockOneCases))]
    public async Task A_server_follows_from_the_old_root_to_both_to_the_new_one(SslProtocols protocol, HandshakeMode mode)
    {
        await using var server = await LockOne.StartAsync(Pki, LookOften);
        using var oldLeaf = Pki.IssueClient();
        using var newLeaf = _new.IssueClient();

        AssertAccepted(await TryOldAsync(), protocol, mode);
        AssertRefused("unknown_ca", await TryNewAsync(), protocol, mode);

        Trust(Pki, _new);
        AssertAccepted(await UntilAsync("accepted", TryNewAsync), protocol, mode);
        AssertAccepted(await TryOldAsync(), protocol, mode);

        Trust(_new);
        AssertRefused("unknown_ca", await UntilAsync("unknown_ca", TryOldAsync), protocol, mode);
        AssertAccepted(await TryNewAsync(), protocol, mode);

        Task<HandshakeSeen> TryOldAsync() => server.TryAsync(mode, protocol, oldLeaf, Pki.Issuing.Certificate);

        Task<HandshakeSeen> TryNewAsync() => server.TryAsync(mode, protocol, newLeaf, _new.Issuing.Certificate);
    }

    [Theory]
    [MemberData(nameof(LockTwoCases))]
    public async Task A_client_follows_from_the_old_root_to_both_to_the_new_one(SslProtocols protocol)
    {
        await using var client = await LockTwo.StartAsync(Pki, configure: null, LookOften);
        using var oldLeaf = Pki.IssueServer();
        using var newLeaf = _new.IssueServer();

        AssertAccepted(await TryOldAsync(), protocol);
        AssertRefused("unknown_ca", await TryNewAsync(), protocol);

        Trust(Pki, _new);
        AssertAccepted(await UntilAsync("accepted", TryNewAsync), protocol);
        AssertAccepted(await TryOldAsync(), protocol);

        Trust(_new);
        AssertRefused("unknown_ca", await UntilAsync("unknown_ca", TryOldAsync), protocol);
        AssertAccepted(await TryNewAsync(), protocol);

        Task<HandshakeSeen> TryOldAsync() => client.TryAsync(protocol, oldLeaf, Pki.Issuing.Certificate);

        Task<HandshakeSeen> TryNewAsync() => client.TryAsync(protocol, newLeaf, _new.Issuing.Certificate);
    }

    private static Task<HandshakeSeen> UntilAsync(string reason, Func<Task<HandshakeSeen>> tryAsync) =>
        Eventually.FindAsync(async () => await tryAsync() is { } seen && seen.Reason == reason ? seen : null, reason);

    // As an administrator does it: what comes along with an anchor first, then the anchor.
    private void Trust(params TestPki[] pkis)
    {
        var lists = pkis.Select(pki => (Root: TestPki.EmptyList(pki.Root), Issuing: TestPki.EmptyList(pki.Issuing))).ToArray();
        TestPki.Replace(Pki.IntermediatesPath, PemText.Of(pkis.Select(pki => pki.Issuing.Certificate)));
        TestPki.Replace(Pki.RootListPath, string.Join('\n', lists.Select(list => list.Root)));
        TestPki.Replace(Pki.IssuingListPath, string.Join('\n', lists.Select(list => list.Issuing)));
        TestPki.Replace(Pki.AnchorsPath, PemText.Of(pkis.Select(pki => pki.Root.Certificate)));
    }
}
