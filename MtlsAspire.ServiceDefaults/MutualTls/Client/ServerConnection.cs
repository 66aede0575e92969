using MtlsAspire.ServiceDefaults.MutualTls.Handshakes;
using MtlsAspire.ServiceDefaults.MutualTls.Validation;

namespace MtlsAspire.ServiceDefaults.MutualTls.Client;

/// <summary>A live connection to a server, with what is needed to judge the server again.</summary>
internal sealed record ServerConnection(Handshake Handshake, TlsConnection Connection, PeerEvidence Evidence, PeerName Expected)
{
    /// <summary>The data of the connection, once it flows.</summary>
    public Stream? Stream { get; set; }
}
