using System.Buffers;
using System.Security.Authentication;
using MtlsAspire.ServiceDefaults.MutualTls.Handshakes;
using MtlsAspire.Tests.Support;

namespace MtlsAspire.ServiceDefaults.Tests.MutualTls.Handshakes;

/// <summary>What the first bytes of a connection are taken for.</summary>
public sealed class ClientHelloTests
{
    [Theory]
    [InlineData(SslProtocols.Tls12, 0x0303)]
    [InlineData(SslProtocols.Tls13, 0x0304)]
    public async Task The_hello_of_a_real_client_is_read_however_it_arrives(SslProtocols protocol, int version)
    {
        var bytes = await CapturedHello.OfAsync(protocol);

        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Equal(ClientHello.Kind.Incomplete, ClientHello.Read(new ReadOnlySequence<byte>(bytes, 0, length), out _));
        }

        Assert.Equal(ClientHello.Kind.Hello, ClientHello.Read(new ReadOnlySequence<byte>(bytes), out var hello));
        Assert.Equal(version, hello!.HighestVersion);
        Assert.Equal("name.test", hello.ServerName);
    }

    [Fact]
    public async Task A_damaged_hello_is_left_to_TLS_and_never_throws()
    {
        var bytes = await CapturedHello.OfAsync(SslProtocols.Tls13);
        for (var i = 5; i < bytes.Length; i++)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[i] ^= 0xFF;
            Assert.Contains(ClientHello.Read(new ReadOnlySequence<byte>(damaged), out _), new[] { ClientHello.Kind.Hello, ClientHello.Kind.Unread });
        }
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n", ClientHello.Kind.PlainHttp)]
    [InlineData("OPTIONS * HTTP/1.1\r\n", ClientHello.Kind.PlainHttp)]
    [InlineData("PRI * HTTP/2.0\r\n", ClientHello.Kind.PlainHttp)]
    [InlineData("GE", ClientHello.Kind.Incomplete)]
    [InlineData("SSH-2.0-OpenSSH", ClientHello.Kind.NotTls)]
    [InlineData("\u0016\u0001\u0001\u0000\u0004", ClientHello.Kind.NotTls)]
    [InlineData("\u0016\u0003\u0001\u007f\u007f", ClientHello.Kind.NotTls)]
    [InlineData("", ClientHello.Kind.Incomplete)]
    public void What_is_not_TLS_is_told_apart(string text, object kind) =>
        Assert.Equal(kind, ClientHello.Read(new ReadOnlySequence<byte>(System.Text.Encoding.Latin1.GetBytes(text)), out _));
}
