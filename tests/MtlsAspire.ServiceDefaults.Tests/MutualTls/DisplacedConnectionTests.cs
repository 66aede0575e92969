using System.Net;
using System.Security.Authentication;
using MtlsAspire.Tests.Support;

namespace MtlsAspire.ServiceDefaults.Tests.MutualTls;

/// <summary>A connection that makes room for another: it is closed, and the log says why.</summary>
public sealed class DisplacedConnectionTests : IDisposable
{
    private static readonly IPAddress Attacker = IPAddress.Parse("127.0.0.66");

    private readonly TestPki _pki = new();

    public void Dispose() => _pki.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(1)]
    public async Task The_oldest_is_closed_and_the_reason_is_told_wherever_its_handshake_has_got_to(double partOfHello)
    {
        await using var server = await TestServer.StartAsync([.. _pki.Write(_pki.IssueServer()), "--MutualTls:MaxUnacceptedConnections=1"], MinimalService.Create);
        var hello = await CapturedHello.OfAsync(SslProtocols.Tls13);
        await using var oldest = await OpenAsync();
        await using var next = await OpenAsync();

        await oldest.ReadToEndAsync();

        var audit = await server.Logs.WaitForAsync(log => log.Category == "MtlsAspire.Audit");
        Assert.Equal("too_many_connections", audit.Values["Reason"]);
        // Others are let in as ever.
        using var leaf = _pki.IssueClient();
        using var good = _pki.CreateClient(server.Https, leaf);
        Assert.Equal(HttpStatusCode.OK, (await good.GetAsync(new Uri("/claims", UriKind.Relative))).StatusCode);

        async Task<RawClient> OpenAsync()
        {
            var client = await RawClient.ConnectAsync(server.Https, Attacker);
            await client.Stream.WriteAsync(hello.AsMemory(0, (int)(partOfHello * hello.Length)));
            return client;
        }
    }
}
