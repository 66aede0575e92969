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
        using var leaf = Pki.IssueClient();
        using var session = new ResumingClient(protocol, leaf, Pki.Issuing.Certificate);
        AssertAccepted(await session.TryAsync(server, mode), protocol, mode);

        Pki.Revoke(leaf);
        // Not by trying until it is refused: a client whose connection is cut forgets the session.
        await server.Server.Logs.WaitForAsync(log => log.Message.StartsWith("Trust has been replaced", StringComparison.Ordinal));
        var seen = await session.TryAsync(server, mode);

        AssertRefused("certificate_revoked", seen, protocol, mode);
        Assert.Equal(true, seen.Span.GetTagItem("tls.resumed"));
    }
}
