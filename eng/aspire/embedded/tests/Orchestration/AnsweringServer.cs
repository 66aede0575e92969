using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Embedded.Aspire.Tests.Orchestration;

/// <summary>Stands behind the endpoint of a process that does not listen itself: answers every request with one status.</summary>
internal sealed class AnsweringServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private volatile int _status;

    private AnsweringServer(WebApplication app, int status)
    {
        _app = app;
        _status = status;
    }

    public int Status
    {
        get => _status;
        set => _status = value;
    }

    public int Port => new Uri(_app.Urls.First()).Port;

    public static async Task<AnsweringServer> StartAsync(int status)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new AnsweringServer(builder.Build(), status);
        server._app.Run(context =>
        {
            context.Response.StatusCode = server.Status;
            return Task.CompletedTask;
        });
        await server._app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
