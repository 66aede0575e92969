using Microsoft.AspNetCore.Connections;

namespace MtlsAspire.ServiceDefaults.MutualTls.Server;

/// <summary>
/// The connections that are in their handshake, oldest first, and no more of them than a limit. Who opens connections and
/// sends nothing thereby displaces only himself: a client that means well is done long before it is the oldest.
/// </summary>
/// <param name="limit">How many there may be.</param>
internal sealed class PendingHandshakes(int limit)
{
    private readonly LinkedList<ConnectionContext> _oldestFirst = new();

    /// <summary>How many there are now.</summary>
    public int Count
    {
        get
        {
            lock (_oldestFirst) return _oldestFirst.Count;
        }
    }

    /// <summary>Adds a connection, and drops the oldest beyond the limit.</summary>
    /// <returns>What <see cref="Remove"/> takes.</returns>
    public LinkedListNode<ConnectionContext> Add(ConnectionContext connection)
    {
        LinkedListNode<ConnectionContext> added;
        ConnectionContext? dropped = null;
        lock (_oldestFirst)
        {
            added = _oldestFirst.AddLast(connection);
            if (_oldestFirst.Count > limit)
            {
                dropped = _oldestFirst.First!.Value;
                _oldestFirst.RemoveFirst();
            }
        }

        dropped?.Abort(new ConnectionAbortedException("There are too many connections whose handshake is not finished, and this is the oldest."));
        return added;
    }

    /// <summary>Takes a connection out whose handshake is over.</summary>
    public void Remove(LinkedListNode<ConnectionContext> connection)
    {
        lock (_oldestFirst)
        {
            if (connection.List is not null) _oldestFirst.Remove(connection);
        }
    }
}
