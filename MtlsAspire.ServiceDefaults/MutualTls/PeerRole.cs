namespace MtlsAspire.ServiceDefaults.MutualTls;

/// <summary>Which end of a connection the peer is.</summary>
public enum PeerRole
{
    /// <summary>The peer is the client: lock 1.</summary>
    Client,

    /// <summary>The peer is the server: lock 2.</summary>
    Server,
}
