using MtlsAspire.ServiceDefaults.MutualTls.Handshakes;
using MtlsAspire.ServiceDefaults.MutualTls.Validation;

namespace MtlsAspire.ServiceDefaults.MutualTls.Client;

/// <summary>A live connection to a server, with what is needed to judge the server again.</summary>
internal sealed class ServerConnection(Handshake handshake, TlsConnection connection, PeerEvidence evidence, PeerName expected)
{
    public Handshake Handshake => handshake;

    public TlsConnection Connection => connection;

    public PeerEvidence Evidence => evidence;

    public PeerName Expected => expected;

    /// <summary>The data of the connection, once it flows.</summary>
    public Stream? Stream { get; set; }
}
