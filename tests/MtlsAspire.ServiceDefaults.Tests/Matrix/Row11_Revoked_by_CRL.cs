using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.Tests.Support;

namespace MtlsAspire.ServiceDefaults.Tests.Matrix;

/// <summary>A certificate that is on its issuer's revocation list, or whose issuer is on the root's.</summary>
public sealed class Row11_Revoked_by_CRL : MatrixTest
{
    [Theory]
    [MemberData(nameof(LockOneCases))]
    public async Task A_revoked_client_is_refused(SslProtocols protocol, HandshakeMode mode)
    {
        using var leaf = Pki.IssueClient();
        Pki.Revoke(leaf);
        await using var server = await LockOne.StartAsync(Pki);

        var seen = await server.TryAsync(mode, protocol, leaf, Pki.Issuing.Certificate);

        AssertRefused("certificate_revoked", seen, protocol, mode);
        Assert.Contains("keyCompromise", seen.Explanation, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(LockOneCases))]
    public async Task A_client_of_a_revoked_issuing_CA_is_refused(SslProtocols protocol, HandshakeMode mode)
    {
        using var second = Pki.Root.CreateIssuing("Second Issuing CA");
        using var leaf = second.Issue(MtlsAspire.Pki.Authority.LeafRequest.Client("client1"));
        TestPki.Replace(Pki.IssuingListPath, File.ReadAllText(Pki.IssuingListPath) + "\n" + TestPki.EmptyList(second));
        Pki.RevokeByRoot(second.Certificate, X509RevocationReason.CACompromise);
        await using var server = await LockOne.StartAsync(Pki);

        var seen = await server.TryAsync(mode, protocol, leaf, second.Certificate);

        AssertRefused("certificate_revoked", seen, protocol, mode);
        Assert.Contains("cACompromise", seen.Explanation, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(LockTwoCases))]
    public async Task A_revoked_server_is_refused(SslProtocols protocol)
    {
        using var leaf = Pki.IssueServer();
        Pki.Revoke(leaf);
        await using var client = await LockTwo.StartAsync(Pki);

        var seen = await client.TryAsync(protocol, leaf, Pki.Issuing.Certificate);

        AssertRefused("certificate_revoked", seen, protocol);
    }
}
