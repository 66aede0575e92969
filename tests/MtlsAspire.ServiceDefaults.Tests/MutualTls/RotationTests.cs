using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using MtlsAspire.ServiceDefaults.Tests.Matrix;
using MtlsAspire.Tests.Support;

namespace MtlsAspire.ServiceDefaults.Tests.MutualTls;

/// <summary>New certificates and new trust are taken over while running, on both sides.</summary>
public sealed class RotationTests : IDisposable
{
    private readonly TestPki _pki = new();

    public void Dispose() => _pki.Dispose();

    [Fact]
    public async Task A_server_shows_its_new_certificate_to_new_connections_and_keeps_the_old_ones()
    {
        using var first = _pki.IssueServer();
        using var second = _pki.IssueServer();
        using var leaf = _pki.IssueClient();
        await using var server = await TestServer.StartAsync(_pki.Write(first), MinimalService.Create);
        using var client = _pki.CreateClient(server.Https, leaf);
        Assert.Equal("accepted", await client.GetStringAsync(new Uri("/verdict", UriKind.Relative)));
        Assert.Equal(first.Thumbprint, await ShownByAsync(server));

        _pki.Write(second);
        await server.Logs.WaitForAsync(log => log.Message.StartsWith("This service's certificate has been replaced", StringComparison.Ordinal));

        Assert.Equal(second.Thumbprint, await ShownByAsync(server));
        Assert.Equal("accepted", await client.GetStringAsync(new Uri("/verdict", UriKind.Relative)));
        Assert.Single(server.ConnectionLogs, log => log.Values.GetValueOrDefault("Subject") == "CN=client1, O=MtlsAspire");
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task A_client_shows_its_new_certificate_from_the_next_request_on(string version)
    {
        await using var server = await TestServer.StartAsync(_pki.Write(_pki.IssueServer()), MinimalService.Create);
        await using var client = await LockTwo.StartAsync(_pki);
        using var http = client.CreateClient(server.Https, Version.Parse(version));
        var before = await http.GetStringAsync(new Uri("/claims", UriKind.Relative));

        using var second = _pki.IssueClient();
        _pki.Write(second);
        await client.Logs.WaitForAsync(log => log.Message.StartsWith("This service's certificate has been replaced", StringComparison.Ordinal));
        var after = await http.GetStringAsync(new Uri("/claims", UriKind.Relative));

        var thumbprint = second.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256);
        Assert.DoesNotContain(thumbprint, before, StringComparison.Ordinal);
        Assert.Contains(thumbprint, after, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_revoked_while_our_client_is_connected_is_called_no_more()
    {
        using var serverLeaf = _pki.IssueServer();
        await using var server = await TestServer.StartAsync(_pki.Write(serverLeaf), MinimalService.Create);
        await using var client = await LockTwo.StartAsync(_pki);
        using var http = client.CreateClient(server.Https);
        Assert.Equal("accepted", await http.GetStringAsync(new Uri("/verdict", UriKind.Relative)));

        _pki.Revoke(serverLeaf);
        await client.Logs.WaitForAsync(log => log.Category == "MtlsAspire.Audit");

        var exception = await Assert.ThrowsAsync<HttpRequestException>(() => http.GetStringAsync(new Uri("/verdict", UriKind.Relative)));
        var refused = Assert.IsType<ServiceDefaults.MutualTls.ServerRefusedException>(exception.InnerException);
        Assert.Equal("certificate_revoked", refused.Verdict.Code);
        Assert.Equal("CN=server, O=MtlsAspire", refused.ServerCertificate?.Subject);
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task What_a_server_was_asked_before_it_was_refused_is_answered_or_cut_soon(string version)
    {
        var (arrived, answer) = (new SemaphoreSlim(0), new TaskCompletionSource<string>());
        using var serverLeaf = _pki.IssueServer();
        await using var server = await TestServer.StartAsync(_pki.Write(serverLeaf), (args, configure) =>
        {
            var app = MinimalService.Create(args, configure);
            app.MapGet("/slow", () => Answer(answer.Task)).AllowAnonymous();
            app.MapGet("/never", (CancellationToken aborted) => Answer(new TaskCompletionSource<string>().Task.WaitAsync(aborted))).AllowAnonymous();
            return app;
        });
        await using var client = await LockTwo.StartAsync(_pki);
        using var http = client.CreateClient(server.Https, Version.Parse(version));
        var slow = http.GetStringAsync(new Uri("/slow", UriKind.Relative));
        var never = http.GetStringAsync(new Uri("/never", UriKind.Relative));
        for (var request = 0; request < 2; request++) Assert.True(await arrived.WaitAsync(Eventually.Deadline));

        _pki.Revoke(serverLeaf);
        await client.Logs.WaitForAsync(log => log.Category == "MtlsAspire.Audit");
        answer.SetResult("in time");

        Assert.Equal("in time", await slow);
        await Assert.ThrowsAsync<HttpRequestException>(() => never.WaitAsync(Eventually.Deadline));

        Task<string> Answer(Task<string> when)
        {
            arrived.Release();
            return when;
        }
    }

    private static async Task<string> ShownByAsync(TestServer server)
    {
        string? thumbprint = null;
        await using var client = await RawClient.ConnectAsync(server.Https);
        await client.HandshakeAsync(
            SslProtocols.Tls13,
            configure: options => options.RemoteCertificateValidationCallback = (_, certificate, _, _) =>
            {
                thumbprint = ((X509Certificate2)certificate!).Thumbprint;
                return true;
            });
        return thumbprint!;
    }
}
