using System.Security.Authentication;
using MtlsAspire.Pki.Authority;
using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.Tests.Support;

namespace MtlsAspire.ServiceDefaults.Tests.Matrix;

/// <summary>
/// A client resumes its session. It does not send its certificates again, and of those that it sent the first time the platform
/// remembers the leaf only: accepted nevertheless, be its issuing CA known to the server or not.
/// </summary>
public sealed class Row16_Resumed_session : MatrixTest
{
    [Theory]
    [MemberData(nameof(LockOneCases))]
    public async Task A_good_client_may_resume(SslProtocols protocol, HandshakeMode mode)
    {
        await using var server = await LockOne.StartAsync(Pki);
        using var leaf = Pki.IssueClient();
        using var session = new ResumingClient(protocol, leaf, Pki.Issuing.Certificate);

        await AssertResumesAsync(server, session, protocol, mode);
    }

    [Theory]
    [MemberData(nameof(LockOneCases))]
    public async Task So_may_one_whose_issuing_CA_the_server_knows_from_it_alone(SslProtocols protocol, HandshakeMode mode)
    {
        using var second = Pki.Root.CreateIssuing("Second Issuing CA");
        TestPki.Replace(Pki.IssuingListPath, File.ReadAllText(Pki.IssuingListPath) + "\n" + TestPki.EmptyList(second));
        await using var server = await LockOne.StartAsync(Pki, "--MutualTls:ReloadInterval=00:00:00.050");
        using var leaf = second.Issue(LeafRequest.Client("client1"));
        using var session = new ResumingClient(protocol, leaf, second.Certificate);

        await AssertResumesAsync(server, session, protocol, mode);

        // What was learnt from it outlives a new revocation list.
        TestPki.Replace(Pki.RootListPath, TestPki.EmptyList(Pki.Root));
        await server.Server.Logs.WaitForAsync(log => log.Message.StartsWith("Trust has been replaced", StringComparison.Ordinal));
        await ResumeAsync(server, session, protocol, mode);
    }

    private async Task AssertResumesAsync(LockOne server, ResumingClient session, SslProtocols protocol, HandshakeMode mode)
    {
        var first = await session.TryAsync(server, mode);
        AssertAccepted(first, protocol, mode);
        Assert.Equal(false, first.Span.GetTagItem("tls.resumed"));

        await ResumeAsync(server, session, protocol, mode);
    }

    private async Task ResumeAsync(LockOne server, ResumingClient session, SslProtocols protocol, HandshakeMode mode)
    {
        for (var attempt = 1; ; attempt++)
        {
            var seen = await session.TryAsync(server, mode);
            AssertAccepted(seen, protocol, mode);
            if (seen.Span.GetTagItem("tls.resumed") is true) return;
            Assert.True(attempt < ResumingClient.Attempts, "No session is resumed.");
        }
    }
}
