using System.Security.Authentication;
using MtlsAspire.ServiceDefaults.MutualTls;

namespace MtlsAspire.ServiceDefaults.Tests.Matrix;

/// <summary>No certificate at all. A server always has one to send; what can come instead is a server without TLS.</summary>
public sealed class Row02_Missing : MatrixTest
{
    [Theory]
    [MemberData(nameof(LockOneCases))]
    public async Task A_client_without_certificate_is_refused(SslProtocols protocol, HandshakeMode mode)
    {
        await using var server = await LockOne.StartAsync(Pki);

        var seen = await server.TryAsync(mode, protocol, leaf: null);

        AssertRefused("certificate_missing", seen, protocol, mode);
    }
}
