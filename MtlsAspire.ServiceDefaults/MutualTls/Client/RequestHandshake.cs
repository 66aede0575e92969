using System.Diagnostics;
using MtlsAspire.ServiceDefaults.MutualTls.Handshakes;

namespace MtlsAspire.ServiceDefaults.MutualTls.Client;

/// <summary>
/// Ties a request to the handshake of the connection that was made for it. Whoever comes last, the request's end or the
/// connection's, tells of a handshake that failed: the request knows the exception, but it may have gone away before.
/// </summary>
/// <param name="cause">The span in which the request is made.</param>
internal sealed class RequestHandshake(ActivityContext cause)
{
    private readonly Lock _lock = new();
    private bool _requestIsOver;
    private bool _connectionIsClosed;

    public ActivityContext Cause { get; } = cause;

    public Handshake? Current { get; private set; }

    /// <summary>The request has caused a connection.</summary>
    public void Enter(Handshake handshake)
    {
        lock (_lock)
        {
            Current = handshake;
            _connectionIsClosed = false;
        }
    }

    /// <summary>The connection is closed.</summary>
    /// <returns>Whether it falls to the caller to tell of its handshake.</returns>
    public bool Close(Handshake handshake)
    {
        lock (_lock)
        {
            if (!ReferenceEquals(Current, handshake)) return true;
            _connectionIsClosed = true;
            return _requestIsOver;
        }
    }

    /// <summary>The request is over.</summary>
    /// <returns>The handshake that it falls to the caller to tell of, if it failed.</returns>
    public Handshake? Leave()
    {
        lock (_lock)
        {
            _requestIsOver = true;
            return _connectionIsClosed ? Current : null;
        }
    }
}
