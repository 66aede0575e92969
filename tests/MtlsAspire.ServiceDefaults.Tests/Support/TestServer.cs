using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Trace;

namespace MtlsAspire.Tests.Support;

/// <summary>A running server, with what it logged and the spans it made.</summary>
public sealed class TestServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestServer(WebApplication app, CollectedLogs logs, CollectedSpans spans)
    {
        _app = app;
        Logs = logs;
        Spans = spans;
        Addresses = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses;
    }

    public IServiceProvider Services => _app.Services;

    public CollectedLogs Logs { get; }

    public CollectedSpans Spans { get; }

    public ICollection<string> Addresses { get; }

    /// <summary>The https address, by the name that is in the server's certificate.</summary>
    public Uri Https => new($"https://localhost:{new Uri(Addresses.First(IsHttps)).Port}");

    /// <summary>The management address.</summary>
    public Uri Http => new(Addresses.First(address => !IsHttps(address)));

    /// <summary>Starts a server that is made from a command line.</summary>
    public static async Task<TestServer> StartAsync(
        string[] args, Func<string[], Action<WebApplicationBuilder>, WebApplication> create)
    {
        var logs = new CollectedLogs();
        var spans = new CollectedSpans();
        var app = create(
            args.Any(arg => arg.StartsWith("--urls", StringComparison.Ordinal)) ? args : [.. args, "--urls=https://127.0.0.1:0"],
            builder =>
            {
                builder.Logging.ClearProviders().AddProvider(logs);
                builder.Services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddProcessor(spans));
            });
        await app.StartAsync();
        return new TestServer(app, logs, spans);
    }

    /// <summary>One line for each connection that was logged as accepted or refused.</summary>
    public IReadOnlyList<CollectedLog> ConnectionLogs =>
        [.. Logs.All.Where(log => log.Category is "MtlsAspire.ServiceDefaults.MutualTls.Server.ServerHandshake" or "MtlsAspire.Audit")];

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static bool IsHttps(string address) => address.StartsWith("https:", StringComparison.Ordinal);
}
