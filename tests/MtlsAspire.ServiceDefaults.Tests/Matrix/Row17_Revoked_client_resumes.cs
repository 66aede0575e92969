using System.Security.Authentication;
using MtlsAspire.ServiceDefaults.MutualTls;

namespace MtlsAspire.ServiceDefaults.Tests.Matrix;

/// <summary>A client that has been revoked resumes a session of better days: refused, since each handshake is judged.</summary>
public sealed class Row17_Revoked_client_resumes : MatrixTest
{
    [Theory]
    [MemberData(nameof(LockOneCases))]
    public async Task A_session_does_not_carry_a_revoked_client_past_the_check(SslProtocols protocol, HandshakeMode mode)
    {
        await using var server = await LockOne.StartAsync(Pki, "--MutualTls:ReloadInterval=00:00:00.050");
        for (var attempt = 1; ; attempt++)
        {
            using var leaf = Pki.IssueClient();
            using var session = new ResumingClient(protocol, leaf, Pki.Issuing.Certificate);
            AssertAccepted(await session.TryAsync(server, mode), protocol, mode);

            // Not tried until it is refused: a client whose connection is cut forgets the session.
            Pki.Revoke(leaf);
            await server.Server.Logs.WaitForAsync(log => log.Values.GetValueOrDefault("Revoked") == $"{attempt}");
            var seen = await session.TryAsync(server, mode);

            AssertRefused("certificate_revoked", seen, protocol, mode);
            if (seen.Span.GetTagItem("tls.resumed") is true) return;
            Assert.True(attempt < ResumingClient.Attempts, "No session is resumed.");
        }
    }
}
