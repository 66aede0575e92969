using System.Diagnostics.CodeAnalysis;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;
using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.Tests.Support;
using MtlsAspire.TestSupport;

namespace MtlsAspire.ServiceDefaults.Tests.Matrix;

/// <summary>A certificate with a key that can be broken (RSA with 1,024 bits), or one that is signed over a hash that can (SHA-1).</summary>
[SuppressMessage("Security", "CA5385:Use Rivest–Shamir–Adleman (RSA) algorithm with sufficient key size", Justification = "Weak on purpose: it must be refused.")]
public sealed class Row26_Weak_key_or_hash : MatrixTest
{
    private readonly HandmadeAuthority _root = HandmadeAuthority.CreateRoot("Handmade Root CA");
    private readonly HandmadeAuthority _issuing;

    public Row26_Weak_key_or_hash()
    {
        _issuing = _root.CreateIssuing("Handmade Issuing CA");
        TestPki.Replace(Pki.AnchorsPath, PemText.Of(Pki.Root.Certificate, _root.Certificate));
        TestPki.Replace(Pki.IssuingListPath, string.Join('\n', File.ReadAllText(Pki.IssuingListPath), _root.RevocationList(), _issuing.RevocationList()));
    }

    public override void Dispose()
    {
        _issuing.Dispose();
        _root.Dispose();
        base.Dispose();
    }

    [ToolTheory("node")]
    [MemberData(nameof(LockOneCases))]
    public async Task A_client_with_a_short_key_is_refused(SslProtocols protocol, HandshakeMode mode)
    {
        await using var server = await LockOne.StartAsync(Pki);
        using var leaf = WithShortKey(LeafRequest.Client("client1"));

        AssertRefused("insufficient_security", await server.TryWithNodeAsync(mode, protocol, PemText.WithKey(leaf, _issuing.Certificate)), protocol, mode);
    }

    [ToolTheory("node")]
    [MemberData(nameof(LockOneCases))]
    public async Task A_client_with_a_weak_signature_is_refused(SslProtocols protocol, HandshakeMode mode)
    {
        await using var server = await LockOne.StartAsync(Pki);
        using var leaf = _issuing.Issue(LeafRequest.Client("client1"), _issuing.OverSha1());

        AssertRefused("insufficient_security", await server.TryWithNodeAsync(mode, protocol, PemText.WithKey(leaf, _issuing.Certificate)), protocol, mode);
    }

    [ToolTheory("node")]
    [MemberData(nameof(LockTwoCases))]
    public async Task A_server_with_a_short_key_is_refused(SslProtocols protocol)
    {
        await using var client = await LockTwo.StartAsync(Pki);
        using var leaf = WithShortKey(LeafRequest.Server("server", "localhost"));

        AssertRefused("insufficient_security", await client.TryNodeAsync(protocol, PemText.WithKey(leaf, _issuing.Certificate)), protocol);
    }

    [ToolTheory("node")]
    [MemberData(nameof(LockTwoCases))]
    public async Task A_server_with_a_weak_signature_is_refused(SslProtocols protocol)
    {
        await using var client = await LockTwo.StartAsync(Pki);
        using var leaf = _issuing.Issue(LeafRequest.Server("server", "localhost"), _issuing.OverSha1());

        AssertRefused("insufficient_security", await client.TryNodeAsync(protocol, PemText.WithKey(leaf, _issuing.Certificate)), protocol);
    }

    private X509Certificate2 WithShortKey(LeafRequest leaf)
    {
        using var key = RSA.Create(1024);
        return _issuing.Issue(leaf, key);
    }
}
