using System.Security.Authentication;
using System.Security.Cryptography;
using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.ServiceDefaults.MutualTls.Handshakes;

namespace MtlsAspire.ServiceDefaults.Tests.MutualTls.Handshakes;

/// <summary>The reason in what TLS throws. The texts are OpenSSL's, as .NET on Linux passes them on.</summary>
public sealed class HandshakeFailureTests
{
    [Theory]
    [InlineData("error:0A000102:SSL routines::unsupported protocol", RefusalReason.ProtocolVersion)]
    [InlineData("error:0A0000C1:SSL routines::no shared cipher", RefusalReason.HandshakeFailure)]
    [InlineData("error:0A0000EB:SSL routines::no application protocol", RefusalReason.NoApplicationProtocol)]
    [InlineData("error:0A00007B:SSL routines::bad signature", RefusalReason.DecryptError)]
    [InlineData("error:0A00009C:SSL routines::http request", RefusalReason.PlainHttp)]
    [InlineData("error:0A00042E:SSL routines::tlsv1 alert protocol version", RefusalReason.ProtocolVersion)]
    [InlineData("error:0A000410:SSL routines::sslv3 alert handshake failure", RefusalReason.HandshakeFailure)]
    [InlineData("error:0A000418:SSL routines::tlsv1 alert unknown ca", RefusalReason.RefusedByPeer)]
    [InlineData("error:0A000415:SSL routines::sslv3 alert certificate expired", RefusalReason.RefusedByPeer)]
    [InlineData("error:0A00045C:SSL routines::tlsv13 alert certificate required", RefusalReason.RefusedByPeer)]
    [InlineData("error:0A000460:SSL routines::tlsv1 alert no application protocol", RefusalReason.NoApplicationProtocol)]
    [InlineData("error:0A0000F4:SSL routines::unexpected message", RefusalReason.HandshakeFailure)]
    [InlineData("error:02000068:rsa routines::bad signature", RefusalReason.HandshakeFailure)]
    [InlineData("something else", RefusalReason.HandshakeFailure)]
    public void OpenSSL_errors_are_named(string message, RefusalReason reason)
    {
        var exception = new AuthenticationException("Authentication failed, see inner exception.", new CryptographicException(message));
        Assert.Equal(reason, HandshakeFailure.Explain(exception).Reason);
    }

    [Fact]
    public void Time_and_transport_are_named()
    {
        Assert.Equal(RefusalReason.HandshakeTimeout, HandshakeFailure.Explain(new OperationCanceledException()).Reason);
        Assert.Equal(RefusalReason.ConnectionClosed, HandshakeFailure.Explain(new IOException("Received an unexpected EOF")).Reason);
        Assert.Equal(RefusalReason.ConnectionClosed, HandshakeFailure.Explain(new HttpRequestException("failed", new IOException("eof"))).Reason);
    }

    [Fact]
    public void An_alert_is_in_the_sentence() => Assert.Equal(
        "The peer ended the handshake with the alert unknown_ca.",
        HandshakeFailure.Explain(new AuthenticationException("x", new CryptographicException("error:0A000418:SSL routines::tlsv1 alert unknown ca"))).Explanation);
}
