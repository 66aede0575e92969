using System.Diagnostics;
using System.Security.Authentication;
using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.Tests.Support;

namespace MtlsAspire.ServiceDefaults.Tests.Matrix;

/// <summary>
/// A certificate that is revoked after its issuer's list was loaded: refused within a second of the new list, without a restart. The
/// platform's own check goes by its cached list until that expires.
/// </summary>
public sealed class Row15_Revoked_while_running : MatrixTest
{
    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(1);

    // On a busy machine the measuring itself can be late; the promise counts as kept if it is once.
    private const int Attempts = 5;

    [Theory]
    [MemberData(nameof(LockOneCases))]
    public async Task A_client_is_refused_within_a_second_of_its_revocation(SslProtocols protocol, HandshakeMode mode)
    {
        await using var server = await LockOne.StartAsync(Pki);
        for (var attempt = 1; ; attempt++)
        {
            using var leaf = Pki.IssueClient();
            AssertAccepted(await TryAsync(), protocol, mode);

            Pki.Revoke(leaf);
            var clock = Stopwatch.StartNew();
            var seen = await Eventually.FindAsync(async () => await TryAsync() is { Reason: not "accepted" } refused ? refused : null, "a refusal");
            var elapsed = clock.Elapsed;

            if (elapsed > Promise && attempt < Attempts) continue;
            AssertRefused("certificate_revoked", seen, protocol, mode);
            RecordTime(1, protocol, mode, "certificate_revoked", seen, elapsed);
            Assert.InRange(elapsed, TimeSpan.Zero, Promise);
            return;

            Task<HandshakeSeen> TryAsync() => server.TryAsync(mode, protocol, leaf, Pki.Issuing.Certificate);
        }
    }

    [Theory]
    [MemberData(nameof(LockTwoCases))]
    public async Task A_server_is_refused_within_a_second_of_its_revocation(SslProtocols protocol)
    {
        await using var client = await LockTwo.StartAsync(Pki);
        for (var attempt = 1; ; attempt++)
        {
            using var leaf = Pki.IssueServer();
            await using var server = RawServer.Start(protocol, leaf, [Pki.Issuing.Certificate]);
            Assert.Equal("accepted", (await client.TryAsync(server.Address)).Reason);

            Pki.Revoke(leaf);
            var clock = Stopwatch.StartNew();
            // Not only new connections: the one that is there is ended, too, and so each attempt comes to a handshake.
            var seen = await Eventually.FindAsync(async () => await TryAsync() is { Reason: not "accepted" } refused ? refused : null, "a refusal");
            var elapsed = clock.Elapsed;

            if (elapsed > Promise && attempt < Attempts) continue;
            AssertRefused("certificate_revoked", seen, protocol);
            RecordTime(2, protocol, mode: null, "certificate_revoked", seen, elapsed);
            Assert.InRange(elapsed, TimeSpan.Zero, Promise);
            return;

            async Task<HandshakeSeen?> TryAsync()
            {
                await using var other = RawServer.Start(protocol, leaf, [Pki.Issuing.Certificate]);
                return await client.TryAsync(other.Address);
            }
        }
    }

    private void RecordTime(int lockNumber, SslProtocols protocol, HandshakeMode? mode, string expected, HandshakeSeen seen, TimeSpan elapsed) =>
        Record(lockNumber, protocol, mode, expected, seen with { PeerSees = $"{seen.PeerSees}; {elapsed.TotalMilliseconds:0} ms after the list was replaced" });
}
