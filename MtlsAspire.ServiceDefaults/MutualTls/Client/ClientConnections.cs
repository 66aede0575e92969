using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Security;

namespace MtlsAspire.ServiceDefaults.MutualTls.Client;

/// <summary>
/// Knows which of an HTTP client's connections served a request. The framework tells it in one way: while somebody
/// listens for connection set-up, a request's span carries a link to the set-up of the connection that it used.
/// </summary>
internal sealed class ClientConnections : IDisposable
{
    private const string SetupSource = "Experimental.System.Net.Http.Connections";
    private const string SetupName = SetupSource + ".ConnectionSetup";

    private readonly ConcurrentDictionary<ActivitySpanId, ClientConnection> _bySetup = new();

    // Makes the set-up activities exist; asks for no data, so that they are not exported.
    private readonly ActivityListener _setupListener = new()
    {
        ShouldListenTo = source => source.Name == SetupSource,
        Sample = (ref options) => options.Name == SetupName ? ActivitySamplingResult.PropagationData : ActivitySamplingResult.None,
    };

    public ClientConnections() => ActivitySource.AddActivityListener(_setupListener);

    /// <summary>Notes by which set-up a connection is made; called within it, during the handshake.</summary>
    public void Begin(SslStream stream)
    {
        for (var activity = Activity.Current; activity is not null; activity = activity.Parent)
        {
            if (activity.OperationName == SetupName) _bySetup[activity.SpanId] = new ClientConnection(stream);
        }
    }

    /// <summary>Adds what is known once the handshake is done, and forgets the connections that are gone.</summary>
    public void Complete(SslStream stream, TlsConnection connection)
    {
        foreach (var (setup, known) in _bySetup)
        {
            if (known.Is(stream)) known.Details = connection;
            else if (known.IsGone) _bySetup.TryRemove(setup, out _);
        }
    }

    /// <summary>Finds the connection that a request used.</summary>
    /// <param name="request">The span of the request.</param>
    /// <returns>The connection, or <c>null</c> if the request used none of ours.</returns>
    public TlsConnection? Find(Activity request)
    {
        TlsConnection? found = null;
        // A request that was sent again has a link for each connection; the last is the one that answered.
        foreach (ref readonly var link in request.EnumerateLinks())
        {
            if (_bySetup.TryGetValue(link.Context.SpanId, out var known)) found = known.Details;
        }

        return found;
    }

    public void Dispose() => _setupListener.Dispose();
}
