using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;
using MtlsAspire.ServiceDefaults.MutualTls;

namespace MtlsAspire.ServiceDefaults.Tests.Matrix;

/// <summary>
/// The right CA and the wrong part to play: a client without the role (OU) that an endpoint asks for is answered 403; a server with
/// another SPIFFE ID than the one that our client expects is refused, though its host name is right.
/// </summary>
public sealed class Row20_Wrong_role : MatrixTest
{
    [Theory]
    [MemberData(nameof(LockOneCases))]
    public async Task A_client_without_the_role_is_forbidden(SslProtocols protocol, HandshakeMode mode)
    {
        await using var server = await LockOne.StartAsync(Pki);
        using var operatorLeaf = Pki.Issuing.Issue(LeafRequest.Client("client1") with { Subject = WithRoles("client1", "auditor", "operator") });
        using var auditor = Pki.Issuing.Issue(LeafRequest.Client("client1") with { Subject = WithRoles("client1", "auditor") });

        AssertAccepted(await server.GetAsync(mode, protocol, "/operators", operatorLeaf), protocol, mode);
        AssertForbidden(await server.GetAsync(mode, protocol, "/operators", auditor), protocol, mode);
    }

    [Theory]
    [MemberData(nameof(LockTwoCases))]
    public async Task A_server_with_another_SPIFFE_ID_is_refused(SslProtocols protocol)
    {
        await using var client = await LockTwo.StartAsync(Pki, options => options.ServerSpiffeId = "spiffe://mtls.localhost/storage");
        using var storage = Pki.Issuing.Issue(LeafRequest.Server("storage", "localhost"));
        using var processing = Pki.Issuing.Issue(LeafRequest.Server("processing", "localhost"));

        AssertAccepted(await client.TryAsync(protocol, storage, Pki.Issuing.Certificate), protocol);
        AssertRefused("name_mismatch", await client.TryAsync(protocol, processing, Pki.Issuing.Certificate), protocol);
    }

    private static X500DistinguishedName WithRoles(string name, params string[] roles)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(name);
        foreach (var role in roles) subject.AddOrganizationalUnitName(role);
        subject.AddOrganizationName("MtlsAspire");
        return subject.Build();
    }
}
