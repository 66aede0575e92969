using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using MtlsAspire.Clients.Rogue;

namespace MtlsAspire.Clients.Scenarios.Cli;

/// <summary>A rogue server in this process, on a free port, that tells what it sees of its one client.</summary>
internal sealed class RogueServer : IAsyncDisposable
{
    private const string HandshakeSource = "MtlsAspire.MutualTls";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly WebApplication _app;
    private readonly ActivityListener _listener;
    private readonly TaskCompletionSource<string> _seen;

    private RogueServer(WebApplication app, ActivityListener listener, TaskCompletionSource<string> seen)
    {
        _app = app;
        _listener = listener;
        _seen = seen;
        // By the name that is in the certificate, if any is.
        Address = new Uri($"https://localhost:{new Uri(app.Urls.First()).Port}");
    }

    /// <summary>Its address.</summary>
    public Uri Address { get; }

    /// <summary>Starts it.</summary>
    /// <param name="certs">The directory of the certificates.</param>
    /// <param name="identity">The name of its identity.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<RogueServer> StartAsync(string certs, string identity, CancellationToken cancellationToken)
    {
        var seen = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == HandshakeSource,
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.Kind == ActivityKind.Server) seen.TrySetResult(activity.GetTagItem("error.type") as string ?? Expectation.Accepted);
            },
        };
        ActivitySource.AddActivityListener(listener);
        // No exporter of its own: this process has one already.
        string[] settings = [.. IdentitySettings.Of(certs, identity).Select(setting => $"--{setting.Key}={setting.Value}"), "--urls=https://127.0.0.1:0", "--OTEL_EXPORTER_OTLP_ENDPOINT="];
        try
        {
            var app = RogueApplication.Create(settings, builder => builder.Logging.ClearProviders());
            await app.StartAsync(cancellationToken);
            return new RogueServer(app, listener, seen);
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    /// <summary>Waits until it knows how the handshake ended.</summary>
    /// <returns>The reason as one word, or <see cref="Expectation.Accepted"/>; <c>null</c> if nothing came.</returns>
    public async Task<string?> SeenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _seen.Task.WaitAsync(Patience, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _listener.Dispose();
    }
}
