using MtlsAspire.ServiceDefaults.MutualTls.Revocation;
using MtlsAspire.ServiceDefaults.MutualTls.Revocation.Ocsp;
using MtlsAspire.ServiceDefaults.MutualTls.Validation;

namespace MtlsAspire.ServiceDefaults.MutualTls.Trust;

/// <summary>Whom the service believes at one time, as far as its files and downloads go. A value that never changes.</summary>
internal sealed class TrustSnapshot : IEquatable<TrustSnapshot>
{
    private readonly string _version;
    private readonly PeerValidator _clients;
    private readonly PeerValidator _servers;
    private readonly IRevocationStatusSource? _atHand;

    // Live connections are judged by what is at hand: a responder that does not answer must not hold up all the others.
    private readonly PeerValidator _liveClients;
    private readonly PeerValidator _liveServers;

    /// <summary>The first trust of a service.</summary>
    /// <param name="version">What tells it from another: a hash of everything it was made of.</param>
    /// <param name="material">Anchors, known intermediates and revocation lists.</param>
    /// <param name="options">How strictly peers are judged.</param>
    /// <param name="time">What tells the time.</param>
    /// <param name="ocsp">What is asked where no list decides; <c>null</c> for nothing.</param>
    public TrustSnapshot(string version, TrustMaterial material, PeerValidationOptions options, TimeProvider time, OcspStatusSource? ocsp)
        : this(
            version,
            material,
            new PeerValidator(PeerRole.Client, material, options, time, ocsp),
            new PeerValidator(PeerRole.Server, material, options, time, ocsp),
            ocsp?.AtHand)
    {
    }

    private TrustSnapshot(
        string version, TrustMaterial material, PeerValidator clients, PeerValidator servers, IRevocationStatusSource? atHand)
    {
        _version = version;
        Material = material;
        _clients = clients;
        _servers = servers;
        _atHand = atHand;
        _liveClients = clients.Asking(atHand);
        _liveServers = servers.Asking(atHand);
    }

    public TrustMaterial Material { get; }

    /// <summary>The trust that comes after this. What was learnt of paths stays where anchors and known CAs are the same.</summary>
    public TrustSnapshot With(string version, TrustMaterial material) =>
        new(version, material, _clients.With(material), _servers.With(material), _atHand);

    public PeerVerdict JudgeClient(PeerEvidence client) => _clients.Validate(client.Certificate, client.Sent, expectedName: null);

    public PeerVerdict JudgeServer(PeerEvidence server, PeerName expected) => _servers.Validate(server.Certificate, server.Sent, expected);

    /// <summary>Judges a client that is connected, without waiting for anybody.</summary>
    public PeerVerdict JudgeLiveClient(PeerEvidence client) => _liveClients.Validate(client.Certificate, client.Sent, expectedName: null);

    /// <summary>Judges a server that we are connected to, likewise.</summary>
    public PeerVerdict JudgeLiveServer(PeerEvidence server, PeerName expected) => _liveServers.Validate(server.Certificate, server.Sent, expected);

    public bool Equals(TrustSnapshot? other) => other is not null && _version == other._version;

    public override bool Equals(object? obj) => Equals(obj as TrustSnapshot);

    public override int GetHashCode() => _version.GetHashCode(StringComparison.Ordinal);
}
