using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Security;
using System.Runtime.Versioning;
using System.Security.Authentication;
using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.Tests.Support;

namespace MtlsAspire.ServiceDefaults.Tests.Matrix;

/// <summary>No cipher suite, or no application protocol (ALPN), that both ends know.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class Row29_Nothing_in_common : MatrixTest
{
    private static readonly SslApplicationProtocol OtherProtocol = new("other");

    [Theory]
    [MemberData(nameof(LockOneCases))]
    public async Task A_client_with_other_cipher_suites_fails(SslProtocols protocol, HandshakeMode mode)
    {
        await using var server = await LockOne.StartAsync(Pki);
        using var leaf = Pki.IssueClient();

        var seen = await server.TryAsync(mode, async client =>
        {
            await client.HandshakeAsync(protocol, leaf, configure: options => options.CipherSuitesPolicy = SuitesNotOffered(protocol));
            return "no failure";
        });

        AssertFailed("handshake_failure", seen, protocol, mode);
    }

    [Theory]
    [MemberData(nameof(LockOneCases))]
    public async Task A_client_with_another_application_protocol_fails(SslProtocols protocol, HandshakeMode mode)
    {
        await using var server = await LockOne.StartAsync(Pki);
        using var leaf = Pki.IssueClient();

        var seen = await server.TryAsync(mode, async client =>
        {
            await client.HandshakeAsync(protocol, leaf, configure: options => options.ApplicationProtocols = [OtherProtocol]);
            return "no failure";
        });

        AssertFailed("no_application_protocol", seen, protocol, mode);
    }

    [Theory]
    [MemberData(nameof(LockTwoCases))]
    public async Task A_server_with_other_cipher_suites_fails(SslProtocols protocol)
    {
        await using var client = await LockTwo.StartAsync(Pki);
        using var leaf = Pki.IssueServer();
        await using var server = RawServer.Start(protocol, leaf, configure: options => options.CipherSuitesPolicy = SuitesNotOffered(protocol));

        AssertRefused("handshake_failure", await client.TryAsync(server.Address), protocol);
    }

    [Theory]
    [MemberData(nameof(LockTwoCases))]
    public async Task A_server_with_another_application_protocol_fails(SslProtocols protocol)
    {
        await using var client = await LockTwo.StartAsync(Pki);
        using var leaf = Pki.IssueServer();
        await using var server = RawServer.Start(protocol, leaf, configure: options => options.ApplicationProtocols = [OtherProtocol]);

        // For HTTP/1.1 the framework offers no protocol at all.
        AssertRefused("no_application_protocol", await client.TryAsync(server.Address, version: HttpVersion.Version20), protocol);
    }

    private void AssertFailed(string reason, HandshakeSeen seen, SslProtocols protocol, HandshakeMode mode)
    {
        Record(lockNumber: 1, protocol, mode, reason, seen);
        Assert.Equal((reason, reason, reason), (seen.Reason, seen.Metric, seen.Audit));
        Assert.StartsWith(nameof(AuthenticationException), seen.PeerSees, StringComparison.Ordinal);
    }

    // OpenSSL knows these, and has them off by default.
    [SuppressMessage("Security", "CA5398:Avoid hardcoded SslProtocols values", Justification = "Each version is tested.")]
    private static CipherSuitesPolicy SuitesNotOffered(SslProtocols protocol) => new(protocol == SslProtocols.Tls12
        ? [TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8]
        : [TlsCipherSuite.TLS_AES_128_CCM_8_SHA256]);
}
