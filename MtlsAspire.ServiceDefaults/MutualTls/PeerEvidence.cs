using System.Security.Cryptography.X509Certificates;

namespace MtlsAspire.ServiceDefaults.MutualTls;

/// <summary>What a peer showed of itself in its handshake, as bytes: enough to judge it again at any later time.</summary>
/// <param name="Certificate">The certificate, DER.</param>
/// <param name="Sent">What else it sent, DER; nothing where a session was resumed.</param>
internal sealed record PeerEvidence(ReadOnlyMemory<byte> Certificate, IReadOnlyList<ReadOnlyMemory<byte>> Sent)
{
    /// <summary>Collects what a TLS callback was given.</summary>
    /// <param name="certificate">The peer's certificate.</param>
    /// <param name="chain">The chain that the platform built; its extra store has what the peer sent.</param>
    public static PeerEvidence Of(X509Certificate2 certificate, X509Chain? chain)
    {
        if (chain is null || chain.ChainPolicy.ExtraStore.Count == 0) return new PeerEvidence(certificate.RawDataMemory, []);

        var sent = new ReadOnlyMemory<byte>[chain.ChainPolicy.ExtraStore.Count];
        for (var i = 0; i < sent.Length; i++) sent[i] = chain.ChainPolicy.ExtraStore[i].RawDataMemory;
        return new PeerEvidence(certificate.RawDataMemory, sent);
    }
}
