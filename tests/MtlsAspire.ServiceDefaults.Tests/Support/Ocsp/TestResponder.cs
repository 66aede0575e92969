using System.Collections.Concurrent;
using System.Net;
using MtlsAspire.TestSupport;

namespace MtlsAspire.Tests.Support.Ocsp;

/// <summary>An OCSP responder over plain HTTP that answers what a test wants, when it wants.</summary>
internal sealed class TestResponder : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<byte[]> _requests = new();
    private readonly Task _serving;

    public TestResponder(Func<byte[], byte[]>? answer = null)
    {
        Answer = answer;
        Address = new Uri($"http://localhost:{FreePorts.Next()}/ocsp");
        _listener.Prefixes.Add(Address.GetLeftPart(UriPartial.Authority) + "/");
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Address { get; }

    /// <summary>How often it was asked so far.</summary>
    public int Requests => _requests.Count;

    /// <summary>Makes the answer to a request; <c>null</c> to say 503.</summary>
    public Func<byte[], byte[]>? Answer { get; set; }

    /// <summary>Changes the HTTP answer.</summary>
    public Action<HttpListenerResponse> Configure { get; set; } = static _ => { };

    /// <summary>What each answer waits for.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

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
                _ = ServeAsync(context);
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    private async Task ServeAsync(HttpListenerContext context)
    {
        try
        {
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            var request = body.ToArray();
            Assert.Equal(("POST", "application/ocsp-request"), (context.Request.HttpMethod, context.Request.ContentType));
            _requests.Enqueue(request);
            await Gate;
            var answer = Answer?.Invoke(request);
            context.Response.StatusCode = answer is null ? (int)HttpStatusCode.ServiceUnavailable : (int)HttpStatusCode.OK;
            context.Response.ContentType = "application/ocsp-response";
            Configure(context.Response);
            context.Response.Close(answer ?? [], willBlock: false);
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException or InvalidOperationException or IOException)
        {
            // Whoever asked waits no longer.
        }
    }
}
