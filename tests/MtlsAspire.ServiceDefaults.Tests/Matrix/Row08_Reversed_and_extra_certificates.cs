using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;
using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.Tests.Support;
using MtlsAspire.TestSupport;

namespace MtlsAspire.ServiceDefaults.Tests.Matrix;

/// <summary>
/// The right certificates in the wrong order, the root among them, and others that do not belong there: accepted, since the path
/// is looked for among what was sent (RFC 8446, section 4.4.2, asks receivers to be prepared for that).
/// </summary>
public sealed class Row08_Reversed_and_extra_certificates : MatrixTest
{
    private readonly TestPki _foreign = new();

    public override void Dispose()
    {
        _foreign.Dispose();
        base.Dispose();
    }

    [ToolTheory("node")]
    [MemberData(nameof(LockOneCases))]
    public async Task A_client_that_sends_too_much_in_disorder_is_accepted(SslProtocols protocol, HandshakeMode mode)
    {
        using var second = HoldListOfSecond();
        await using var server = await LockOne.StartAsync(Pki);
        using var leaf = second.Issue(LeafRequest.Client("client1"));

        var seen = await server.TryWithNodeAsync(mode, protocol, Disorder(leaf, second));

        AssertAccepted(seen, protocol, mode);
    }

    [ToolTheory("node")]
    [MemberData(nameof(LockTwoCases))]
    public async Task A_server_that_sends_too_much_in_disorder_is_accepted(SslProtocols protocol)
    {
        using var second = HoldListOfSecond();
        await using var client = await LockTwo.StartAsync(Pki);
        using var leaf = second.Issue(LeafRequest.Server("server", "localhost"));

        var seen = await client.TryNodeAsync(protocol, Disorder(leaf, second));

        AssertAccepted(seen, protocol);
    }

    private string Disorder(X509Certificate2 leaf, CertificateAuthority second) => PemText.WithKey(
        leaf, Pki.Root.Certificate, _foreign.Root.Certificate, second.Certificate, _foreign.Issuing.Certificate, second.Certificate);

    // Our side does not hold this CA itself: it must be found among what the peer sends.
    private CertificateAuthority HoldListOfSecond()
    {
        var second = Pki.Root.CreateIssuing("Second Issuing CA");
        TestPki.Replace(Pki.IssuingListPath, File.ReadAllText(Pki.IssuingListPath) + "\n" + TestPki.EmptyList(second));
        return second;
    }
}
