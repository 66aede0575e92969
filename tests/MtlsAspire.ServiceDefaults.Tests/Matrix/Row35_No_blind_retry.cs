using System.Net.Security;
using System.Security.Authentication;
using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.Tests.Support;

namespace MtlsAspire.ServiceDefaults.Tests.Matrix;

/// <summary>
/// Our client is refused by a server that requires: it is told so by a typed exception after one handshake. The framework's own handler
/// takes the closed connection for an accident, and tries three times more.
/// </summary>
public sealed class Row35_No_blind_retry : MatrixTest
{
    private readonly TestPki _foreign = new();

    public static TheoryData<SslProtocols, string> Cases => new()
    {
        { SslProtocols.Tls12, "1.1" },
        { SslProtocols.Tls12, "2.0" },
        { SslProtocols.Tls13, "1.1" },
        { SslProtocols.Tls13, "2.0" },
    };

    public override void Dispose()
    {
        _foreign.Dispose();
        base.Dispose();
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task A_call_that_our_server_refuses_is_one_handshake(string version)
    {
        // The client believes the server's PKI, and its own certificate is of another.
        TestPki.Replace(_foreign.AnchorsPath, PemText.Of(Pki.Root.Certificate));
        TestPki.Replace(_foreign.IntermediatesPath, PemText.Of(Pki.Issuing.Certificate));
        TestPki.Replace(_foreign.RootListPath, TestPki.EmptyList(Pki.Root));
        TestPki.Replace(_foreign.IssuingListPath, TestPki.EmptyList(Pki.Issuing));
        await using var server = await LockOne.StartAsync(Pki);
        await using var client = await LockTwo.StartAsync(_foreign);

        await AssertRefusedByAsync(server.Address(HandshakeMode.Require), client, version);

        var handshake = await Eventually.FindAsync(() => server.Metrics.Of("mtls.handshakes").FirstOrDefault(), "the server's handshake");
        Assert.Equal("unknown_ca", handshake["error.type"]);
        Assert.Single(server.Metrics.Of("mtls.handshakes"));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_call_that_any_server_refuses_is_one_connection(SslProtocols protocol, string version)
    {
        using var leaf = Pki.IssueServer();
        await using var server = RawServer.Start(protocol, leaf, [Pki.Issuing.Certificate], options =>
        {
            options.ApplicationProtocols = [version == "2.0" ? SslApplicationProtocol.Http2 : SslApplicationProtocol.Http11];
            options.RemoteCertificateValidationCallback = (_, _, _, _) => false;
        });
        await using var client = await LockTwo.StartAsync(Pki);

        await AssertRefusedByAsync(server.Address, client, version);

        Assert.Equal(1, server.Connections);
    }

    private static async Task AssertRefusedByAsync(Uri server, LockTwo client, string version)
    {
        using var http = client.CreateClient(server, Version.Parse(version));

        var exception = await Assert.ThrowsAsync<HttpRequestException>(() => http.GetStringAsync(new Uri("/claims", UriKind.Relative)));

        Assert.Equal(HttpRequestError.SecureConnectionError, exception.HttpRequestError);
        var refused = Assert.IsType<RefusedByServerException>(exception.InnerException);
        Assert.Equal("refused_by_peer", refused.Verdict.Code);
        Assert.NotNull(refused.ServerCertificate);
    }
}
