using System.Net;
using System.Text;
using MtlsAspire.TestSupport;

namespace MtlsAspire.Tests.Support;

/// <summary>A server of one revocation list over plain HTTP, which can be out of order.</summary>
internal sealed class CrlDistributionPoint : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _serving;
    private volatile string? _list;
    private int _requests;

    public CrlDistributionPoint()
    {
        Address = new Uri($"http://localhost:{FreePorts.Next()}/issuing-ca.crl");
        _listener.Prefixes.Add(Address.GetLeftPart(UriPartial.Authority) + "/");
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Address { get; }

    /// <summary>How often the list was asked for so far.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Sets the list; <c>null</c> to answer with an error.</summary>
    public void Serve(string? pem) => _list = pem;

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                var list = _list;
                context.Response.StatusCode = list is null ? (int)HttpStatusCode.ServiceUnavailable : (int)HttpStatusCode.OK;
                context.Response.Close(Encoding.ASCII.GetBytes(list ?? ""), willBlock: false);
                Interlocked.Increment(ref _requests);
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            // Closed.
        }
    }
}
