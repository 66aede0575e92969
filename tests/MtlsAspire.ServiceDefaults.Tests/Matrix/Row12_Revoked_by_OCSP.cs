using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;
using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.ServiceDefaults.MutualTls.Revocation;
using MtlsAspire.Tests.Support;
using MtlsAspire.Tests.Support.Ocsp;

namespace MtlsAspire.ServiceDefaults.Tests.Matrix;

/// <summary>
/// A certificate that names an OCSP responder, and whose issuer has no list: it is accepted if the responder says good, refused if it says
/// revoked, and refused, too, if nobody can tell: if the responder is down, or the service was not told to ask any. (A stapled answer is out
/// of reach: nothing in .NET hands it to a validation callback; only its own chain building sees it. So the responder is always asked.)
/// </summary>
public sealed class Row12_Revoked_by_OCSP : MatrixTest
{
    private const string On = "--MutualTls:OcspResponders=certificate";

    // Longer than anything takes on a busy machine, and within the time of a handshake.
    private static readonly string[] Patiently = [On, "--MutualTls:OcspTimeout=00:00:30", "--MutualTls:HandshakeTimeout=00:01:00"];

    private readonly HandmadeAuthority _root = HandmadeAuthority.CreateRoot("Handmade Root CA");
    private readonly HandmadeAuthority _issuing;
    private readonly TestResponder _responder = new();

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
    public async Task A_client_that_the_responder_calls_revoked_is_refused(SslProtocols protocol, HandshakeMode mode)
    {
        Answer(RevocationStatus.Revoked);
        await using var server = await LockOne.StartAsync(Pki, Patiently);
        using var leaf = IssueClient();

        var seen = await server.TryAsync(mode, protocol, leaf, _issuing.Certificate);

        AssertRefused("certificate_revoked", seen, protocol, mode);
        Assert.Contains("(keyCompromise)", seen.Explanation, StringComparison.Ordinal);
        Assert.Equal("revoked", Assert.Single(server.Metrics.Of("mtls.ocsp.requests"))["mtls.result"]);
    }

    [Theory]
    [MemberData(nameof(LockOneCases))]
    public async Task A_client_that_the_responder_calls_good_is_accepted_and_asked_about_once(SslProtocols protocol, HandshakeMode mode)
    {
        Answer(RevocationStatus.Good);
        await using var server = await LockOne.StartAsync(Pki, [.. Patiently, "--MutualTls:OcspRefresh=01:00:00"]);
        using var leaf = IssueClient();

        AssertAccepted(await server.TryAsync(mode, protocol, leaf, _issuing.Certificate), protocol, mode);
        AssertAccepted(await server.TryAsync(mode, protocol, leaf, _issuing.Certificate), protocol, mode);

        Assert.Equal(1, _responder.Requests);
    }

    [Theory]
    [MemberData(nameof(LockOneCases))]
    public async Task A_client_is_refused_when_the_responder_is_down(SslProtocols protocol, HandshakeMode mode)
    {
        using var leaf = IssueClient();
        await _responder.DisposeAsync();
        await using var server = await LockOne.StartAsync(Pki, Patiently);

        var seen = await server.TryAsync(mode, protocol, leaf, _issuing.Certificate);

        AssertRefused("revocation_unknown", seen, protocol, mode);
        Assert.Contains($"the OCSP responder {_responder.Address} cannot be asked: Connection refused", seen.Explanation, StringComparison.Ordinal);
        Assert.Equal("unreachable", Assert.Single(server.Metrics.Of("mtls.ocsp.requests"))["mtls.result"]);
        Assert.Single(server.Server.Logs.All, log => log.Message.StartsWith("The OCSP responder ", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(LockOneCases))]
    public async Task A_client_is_refused_when_OCSP_is_off_and_the_responder_is_not_asked(SslProtocols protocol, HandshakeMode mode)
    {
        Answer(RevocationStatus.Good);
        await using var server = await LockOne.StartAsync(Pki);
        using var leaf = IssueClient();

        var seen = await server.TryAsync(mode, protocol, leaf, _issuing.Certificate);

        AssertRefused("revocation_unknown", seen, protocol, mode);
        Assert.Equal(0, _responder.Requests);
    }

    [Theory]
    [MemberData(nameof(LockTwoCases))]
    public async Task A_server_that_the_responder_calls_revoked_is_refused(SslProtocols protocol)
    {
        Answer(RevocationStatus.Revoked);
        await using var client = await LockTwo.StartAsync(Pki, configure: null, Patiently);
        using var leaf = IssueServer();

        var seen = await client.TryAsync(protocol, leaf, _issuing.Certificate);

        AssertRefused("certificate_revoked", seen, protocol);
        Assert.Contains("(keyCompromise)", seen.Explanation, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(LockTwoCases))]
    public async Task A_server_that_the_responder_calls_good_is_accepted(SslProtocols protocol)
    {
        Answer(RevocationStatus.Good);
        await using var client = await LockTwo.StartAsync(Pki, configure: null, Patiently);
        using var leaf = IssueServer();

        AssertAccepted(await client.TryAsync(protocol, leaf, _issuing.Certificate), protocol);
        Assert.Equal("good", Assert.Single(client.Metrics.Of("mtls.ocsp.requests"))["mtls.result"]);
    }

    [Theory]
    [MemberData(nameof(LockTwoCases))]
    public async Task A_server_is_refused_when_the_responder_is_down(SslProtocols protocol)
    {
        using var leaf = IssueServer();
        await _responder.DisposeAsync();
        await using var client = await LockTwo.StartAsync(Pki, configure: null, Patiently);

        AssertRefused("revocation_unknown", await client.TryAsync(protocol, leaf, _issuing.Certificate), protocol);
    }

    [Theory]
    [MemberData(nameof(LockTwoCases))]
    public async Task A_server_is_refused_when_OCSP_is_off_and_the_responder_is_not_asked(SslProtocols protocol)
    {
        Answer(RevocationStatus.Good);
        await using var client = await LockTwo.StartAsync(Pki);
        using var leaf = IssueServer();

        AssertRefused("revocation_unknown", await client.TryAsync(protocol, leaf, _issuing.Certificate), protocol);
        Assert.Equal(0, _responder.Requests);
    }

    private void Answer(RevocationStatus status) =>
        _responder.Answer = request => OcspRecipe.Now(status).Write(request, _issuing.Key, _issuing.Certificate.RawData);

    private X509Certificate2 IssueClient() => _issuing.Issue(LeafRequest.Client("client1"), more: Responder());

    private X509Certificate2 IssueServer() => _issuing.Issue(LeafRequest.Server("server", "localhost"), more: Responder());

    private X509AuthorityInformationAccessExtension Responder() => new(ocspUris: [_responder.Address.ToString()], caIssuersUris: null);
}
