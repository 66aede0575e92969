using System.Security.Authentication;
using MtlsAspire.ServiceDefaults.MutualTls;

namespace MtlsAspire.ServiceDefaults.Tests.Matrix;

/// <summary>What <see cref="MachineTrustProgram"/> saw of a handshake.</summary>
/// <param name="Protocol">The TLS version.</param>
/// <param name="Mode">The server's mode; <c>null</c> where our client decides.</param>
/// <param name="IsTrustedByMachine">Whether the platform's chain building, which goes by the machine's trust store, accepts the peer.</param>
/// <param name="Reason">As <see cref="HandshakeSeen.Reason"/>.</param>
/// <param name="Metric">As <see cref="HandshakeSeen.Metric"/>.</param>
/// <param name="Audit">As <see cref="HandshakeSeen.Audit"/>.</param>
/// <param name="Explanation">As <see cref="HandshakeSeen.Explanation"/>.</param>
/// <param name="PeerSees">As <see cref="HandshakeSeen.PeerSees"/>.</param>
internal sealed record MachineTrustSeen(
    SslProtocols Protocol, HandshakeMode? Mode, bool IsTrustedByMachine, string Reason, string Metric, string? Audit, string? Explanation, string PeerSees);
