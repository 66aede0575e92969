using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;
using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.Tests.Support;
using MtlsAspire.TestSupport;

namespace MtlsAspire.ServiceDefaults.Tests.Matrix;

/// <summary>A certificate that was issued by who may not issue: the holder of a leaf, or a CA below one that may have none below it; and a CA as peer.</summary>
public sealed class Row24_Leaf_as_CA : MatrixTest
{
    private static readonly LeafRequest Client = LeafRequest.Client("client1");
    private static readonly LeafRequest Server = LeafRequest.Server("server", "localhost");

    [ToolTheory("node")]
    [MemberData(nameof(LockOneCases))]
    public async Task A_client_whose_certificate_another_client_issued_is_refused(SslProtocols protocol, HandshakeMode mode)
    {
        await using var server = await LockOne.StartAsync(Pki);
        using var accomplice = Pki.IssueClient("client2");
        using var authority = HandmadeAuthority.Of(accomplice);
        using var leaf = authority.Issue(Client);

        var seen = await server.TryWithNodeAsync(mode, protocol, PemText.WithKey(leaf, accomplice, Pki.Issuing.Certificate));

        AssertRefused("invalid_ca", seen, protocol, mode);
    }

    [ToolTheory("node")]
    [MemberData(nameof(LockOneCases))]
    public async Task A_client_below_one_CA_too_many_is_refused(SslProtocols protocol, HandshakeMode mode)
    {
        await using var server = await LockOne.StartAsync(Pki);
        using var holder = IssueBelowIssuing(CertificateProfile.IssuingCa);
        using var authority = HandmadeAuthority.Of(holder);
        using var leaf = authority.Issue(Client);

        var seen = await server.TryWithNodeAsync(mode, protocol, PemText.WithKey(leaf, holder, Pki.Issuing.Certificate));

        AssertRefused("invalid_ca", seen, protocol, mode);
    }

    [ToolTheory("node")]
    [MemberData(nameof(LockOneCases))]
    public async Task A_CA_as_client_is_refused(SslProtocols protocol, HandshakeMode mode)
    {
        await using var server = await LockOne.StartAsync(Pki);
        using var leaf = IssueBelowIssuing(CertificateProfile.Client with { IsAuthority = true, KeyUsage = X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyCertSign });

        var seen = await server.TryWithNodeAsync(mode, protocol, PemText.WithKey(leaf, Pki.Issuing.Certificate));

        AssertRefused("invalid_ca", seen, protocol, mode);
    }

    [ToolTheory("node")]
    [MemberData(nameof(LockTwoCases))]
    public async Task A_server_whose_certificate_another_server_issued_is_refused(SslProtocols protocol)
    {
        await using var client = await LockTwo.StartAsync(Pki);
        using var accomplice = Pki.IssueServer();
        using var authority = HandmadeAuthority.Of(accomplice);
        using var leaf = authority.Issue(Server);

        var seen = await client.TryNodeAsync(protocol, PemText.WithKey(leaf, accomplice, Pki.Issuing.Certificate));

        AssertRefused("invalid_ca", seen, protocol);
    }

    [ToolTheory("node")]
    [MemberData(nameof(LockTwoCases))]
    public async Task A_server_below_one_CA_too_many_is_refused(SslProtocols protocol)
    {
        await using var client = await LockTwo.StartAsync(Pki);
        using var holder = IssueBelowIssuing(CertificateProfile.IssuingCa);
        using var authority = HandmadeAuthority.Of(holder);
        using var leaf = authority.Issue(Server);

        var seen = await client.TryNodeAsync(protocol, PemText.WithKey(leaf, holder, Pki.Issuing.Certificate));

        AssertRefused("invalid_ca", seen, protocol);
    }

    // The issuing CA has path length 0: below it there may be no further CA.
    private X509Certificate2 IssueBelowIssuing(CertificateProfile profile) =>
        Pki.Issuing.Issue(LeafRequest.Client("Third CA") with { Profile = profile });
}
