using System.Formats.Asn1;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.Tests.Support;
using MtlsAspire.TestSupport;

namespace MtlsAspire.ServiceDefaults.Tests.Matrix;

/// <summary>
/// A stolen certificate without its key. Our own side will not start with one; a peer that shows one signs its CertificateVerify with
/// another key, and is found out by that.
/// </summary>
public sealed class Row27_Key_does_not_match : MatrixTest
{
    [ToolTheory("node")]
    [MemberData(nameof(LockOneCases))]
    public async Task A_client_that_does_not_hold_the_key_is_found_out(SslProtocols protocol, HandshakeMode mode)
    {
        await using var server = await LockOne.StartAsync(Pki);
        using var victim = Pki.IssueClient();

        var seen = await server.TryWithNodeAsync(mode, protocol, WithAnotherKey(victim, Pki.Issuing.Certificate));

        Record(lockNumber: 1, protocol, mode, "decrypt_error", seen);
        Assert.Equal(("decrypt_error", "decrypt_error", "decrypt_error"), (seen.Reason, seen.Metric, seen.Audit));
        // Both modes alike: whose certificate it would be to explain to is not known.
        Assert.DoesNotContain("HTTP/1.1", seen.PeerSees, StringComparison.Ordinal);
    }

    [ToolTheory("node")]
    [MemberData(nameof(LockTwoCases))]
    public async Task A_server_that_does_not_hold_the_key_is_found_out(SslProtocols protocol)
    {
        await using var client = await LockTwo.StartAsync(Pki);
        using var victim = Pki.IssueServer();

        var seen = await client.TryNodeAsync(protocol, WithAnotherKey(victim, Pki.Issuing.Certificate));

        AssertRefused("decrypt_error", seen, protocol);
    }

    [Fact]
    public async Task Our_own_side_does_not_start_with_such_a_pair()
    {
        using var leaf = Pki.IssueServer();
        var settings = Pki.Write(leaf);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        TestPki.Replace(Pki.PathOf("server.key"), other.ExportPkcs8PrivateKeyPem());

        var exception = await Assert.ThrowsAsync<ConfigurationException>(() => TestServer.StartAsync(settings, MinimalService.Create));

        Assert.Contains("is not the key of certificate 'CN=server, O=MtlsAspire'", exception.Message, StringComparison.Ordinal);
    }

    // A key pair whose halves do not belong together: .NET does not load one, but Node.js looks at the public half only (SEC 1, RFC 5915).
    private static string WithAnotherKey(X509Certificate2 victim, X509Certificate2 issuer)
    {
        using var publicKey = victim.GetECDsaPublicKey()!;
        var point = publicKey.ExportParameters(includePrivateParameters: false).Q;
        using var thief = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            writer.WriteOctetString(thief.ExportParameters(includePrivateParameters: true).D);
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0))) writer.WriteObjectIdentifier("1.2.840.10045.3.1.7");
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 1))) writer.WriteBitString([4, .. point.X!, .. point.Y!]);
        }

        return PemText.Of(victim, issuer) + PemEncoding.WriteString("EC PRIVATE KEY", writer.Encode()) + "\n";
    }
}
