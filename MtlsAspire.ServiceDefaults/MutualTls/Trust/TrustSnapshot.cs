using MtlsAspire.ServiceDefaults.MutualTls.Validation;

namespace MtlsAspire.ServiceDefaults.MutualTls.Trust;

/// <summary>Whom the service believes at one time, as far as its files and downloads go. A value that never changes.</summary>
/// <param name="version">What tells it from another: a hash of everything it was made of.</param>
/// <param name="material">Anchors, known intermediates and revocation lists.</param>
/// <param name="options">How strictly peers are judged.</param>
/// <param name="time">What tells the time.</param>
internal sealed class TrustSnapshot(string version, TrustMaterial material, PeerValidationOptions options, TimeProvider time)
    : IEquatable<TrustSnapshot>
{
    private readonly string _version = version;
    private readonly PeerValidator _clients = new(PeerRole.Client, material, options, time);
    private readonly PeerValidator _servers = new(PeerRole.Server, material, options, time);

    public TrustMaterial Material => material;

    public PeerVerdict JudgeClient(PeerEvidence client) => _clients.Validate(client.Certificate, client.Sent, expectedName: null);

    public PeerVerdict JudgeServer(PeerEvidence server, PeerName expected) => _servers.Validate(server.Certificate, server.Sent, expected);

    public bool Equals(TrustSnapshot? other) => other is not null && _version == other._version;

    public override bool Equals(object? obj) => Equals(obj as TrustSnapshot);

    public override int GetHashCode() => _version.GetHashCode(StringComparison.Ordinal);
}
