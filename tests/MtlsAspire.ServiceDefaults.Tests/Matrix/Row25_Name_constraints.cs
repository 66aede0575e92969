using System.Formats.Asn1;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;
using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.Tests.Support;

namespace MtlsAspire.ServiceDefaults.Tests.Matrix;

/// <summary>A CA that may issue for some names only, and a leaf with a name that is not among them (RFC 5280, section 4.2.1.10).</summary>
public sealed class Row25_Name_constraints : MatrixTest
{
    private static readonly Asn1Tag PermittedSubtrees = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag DnsName = new(TagClass.ContextSpecific, 2);
    private static readonly Asn1Tag Uri = new(TagClass.ContextSpecific, 6);

    private readonly HandmadeAuthority _root = HandmadeAuthority.CreateRoot("Handmade Root CA");
    private readonly HandmadeAuthority _issuing;

    public Row25_Name_constraints()
    {
        _issuing = _root.CreateIssuing("Constrained CA", Permit((DnsName, "localhost"), (Uri, "mtls.localhost")));
        TestPki.Replace(Pki.AnchorsPath, PemText.Of(Pki.Root.Certificate, _root.Certificate));
        TestPki.Replace(Pki.IssuingListPath, string.Join('\n', File.ReadAllText(Pki.IssuingListPath), _root.RevocationList(), _issuing.RevocationList()));
    }

    public override void Dispose()
    {
        _issuing.Dispose();
        _root.Dispose();
        base.Dispose();
    }

    [Theory]
    [MemberData(nameof(LockOneCases))]
    public async Task A_client_with_a_name_outside_is_refused(SslProtocols protocol, HandshakeMode mode)
    {
        await using var server = await LockOne.StartAsync(Pki);
        using var inside = _issuing.Issue(LeafRequest.Client("client1"));
        using var outside = _issuing.Issue(LeafRequest.Client("client1") with { AlternativeNames = [MtlsAspire.Pki.Authority.SubjectAlternativeName.SpiffeId("other.test", "client1")] });

        AssertAccepted(await server.TryAsync(mode, protocol, inside, _issuing.Certificate), protocol, mode);
        AssertRefused("name_constraints_violated", await server.TryAsync(mode, protocol, outside, _issuing.Certificate), protocol, mode);
    }

    [Theory]
    [MemberData(nameof(LockTwoCases))]
    public async Task A_server_with_a_name_outside_is_refused(SslProtocols protocol)
    {
        await using var client = await LockTwo.StartAsync(Pki);
        using var inside = _issuing.Issue(LeafRequest.Server("server", "localhost"));
        using var outside = _issuing.Issue(LeafRequest.Server("server", "localhost", "other.test"));

        AssertAccepted(await client.TryAsync(protocol, inside, _issuing.Certificate), protocol);
        AssertRefused("name_constraints_violated", await client.TryAsync(protocol, outside, _issuing.Certificate), protocol);
    }

    private static X509Extension Permit(params (Asn1Tag Kind, string Base)[] subtrees)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence(PermittedSubtrees))
        {
            foreach (var (kind, name) in subtrees)
            {
                using (writer.PushSequence()) writer.WriteCharacterString(UniversalTagNumber.IA5String, name, kind);
            }
        }

        return new X509Extension("2.5.29.30", writer.Encode(), critical: true);
    }
}
