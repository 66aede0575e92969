using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;
using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.Tests.Support;

namespace MtlsAspire.ServiceDefaults.Tests.Matrix;

/// <summary>
/// A certificate that names an OCSP responder. Nobody is asked during a handshake: the lists decide. Without a list the status is unknown,
/// and the certificate refused, be the responder up or not. (The validator takes a source of statuses that were fetched before; the services
/// have none.)
/// </summary>
public sealed class Row12_Revoked_by_OCSP : MatrixTest
{
    private readonly HandmadeAuthority _root = HandmadeAuthority.CreateRoot("Handmade Root CA");
    private readonly HandmadeAuthority _issuing;
    private readonly CrlDistributionPoint _responder = new();

    public Row12_Revoked_by_OCSP()
    {
        _issuing = _root.CreateIssuing("Handmade Issuing CA");
        TestPki.Replace(Pki.AnchorsPath, PemText.Of(Pki.Root.Certificate, _root.Certificate));
        TestPki.Replace(Pki.IssuingListPath, string.Join('\n', File.ReadAllText(Pki.IssuingListPath), _root.RevocationList()));
    }

    public override void Dispose()
    {
        _responder.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _issuing.Dispose();
        _root.Dispose();
        base.Dispose();
    }

    [Theory]
    [MemberData(nameof(LockOneCases))]
    public async Task A_client_with_a_responder_and_no_list_is_refused_and_the_responder_not_asked(SslProtocols protocol, HandshakeMode mode)
    {
        await using var server = await LockOne.StartAsync(Pki);
        using var leaf = _issuing.Issue(LeafRequest.Client("client1"), more: Responder());

        var seen = await server.TryAsync(mode, protocol, leaf, _issuing.Certificate);

        AssertRefused("revocation_unknown", seen, protocol, mode);
        Assert.Equal(0, _responder.Requests);
    }

    [Theory]
    [MemberData(nameof(LockTwoCases))]
    public async Task A_server_with_a_responder_and_no_list_is_refused_and_the_responder_not_asked(SslProtocols protocol)
    {
        await using var client = await LockTwo.StartAsync(Pki);
        using var leaf = _issuing.Issue(LeafRequest.Server("server", "localhost"), more: Responder());

        var seen = await client.TryAsync(protocol, leaf, _issuing.Certificate);

        AssertRefused("revocation_unknown", seen, protocol);
        Assert.Equal(0, _responder.Requests);
    }

    private X509AuthorityInformationAccessExtension Responder() => new(ocspUris: [_responder.Address.ToString()], caIssuersUris: null);
}
