using System.Net.Security;

namespace MtlsAspire.ServiceDefaults.MutualTls.Client;

/// <summary>A connection of an HTTP client. It does not keep the stream alive: nobody tells when one is closed.</summary>
internal sealed class ClientConnection(SslStream stream)
{
    private readonly WeakReference<SslStream> _stream = new(stream);

    /// <summary>What is known of it; <c>null</c> until its handshake is done.</summary>
    public TlsConnection? Details { get; set; }

    public bool IsGone => !_stream.TryGetTarget(out _);

    public bool Is(SslStream other) => _stream.TryGetTarget(out var own) && ReferenceEquals(own, other);
}
