using System.Net;
using Aspire.Hosting.ApplicationModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dashboard;

/// <summary>
/// The server that the dashboard connects to for resources, console logs and commands: gRPC over HTTP/2 without TLS, on
/// loopback only, for those who have the API key. Stop it after the dashboard: a dashboard that loses it can crash.
/// </summary>
/// <param name="notifications">Where the resources are seen.</param>
/// <param name="loggers">Their console logs.</param>
/// <param name="commands">Their commands.</param>
/// <param name="applicationName">The name of the AppHost; what is before the suffix "AppHost" is shown.</param>
/// <param name="apiKey">The key that every call must carry in the header <c>x-resource-service-api-key</c>; not empty.</param>
/// <param name="loggerFactory">Where warnings and errors go.</param>
internal sealed class DashboardResourceService(
    ResourceNotificationService notifications,
    ResourceLoggerService loggers,
    ResourceCommandService commands,
    string applicationName,
    string apiKey,
    ILoggerFactory loggerFactory) : IAsyncDisposable
{
    private const string ApiKeyHeader = "x-resource-service-api-key";
    private const string AppHostSuffix = "AppHost";
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(5);

    private readonly ILogger _logger = loggerFactory.CreateLogger<DashboardResourceService>();
    private readonly ApiKey _apiKey = new(apiKey);
    private WebApplication? _app;

    /// <summary>Starts to listen.</summary>
    /// <param name="address">An http URL of this computer's loopback interface, or null for 127.0.0.1 and any free port. Port 0 is any free port too.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The URL it listens on.</returns>
    /// <exception cref="DistributedApplicationException">The URL is not of that kind, or its port is in use.</exception>
    public async Task<Uri> StartAsync(Uri? address, CancellationToken cancellationToken)
    {
        address ??= new Uri("http://127.0.0.1:0");
        if (!address.IsLoopback || address.Scheme != Uri.UriSchemeHttp)
        {
            throw new DistributedApplicationException(
                $"The resource service cannot listen on '{address}': give it an http URL with a loopback address, such as http://localhost:20000.");
        }

        var app = _app = Build(address);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException exception)
        {
            throw new DistributedApplicationException($"The resource service cannot listen on '{address}': {exception.Message}", exception);
        }

        var listening = new Uri(app.Urls.First());
        DashboardLog.Listening(_logger, listening);
        return listening;
    }

    /// <summary>Ends all calls and stops to listen.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_app is { } app)
        {
            _app = null;
            await app.StopAsync(CancellationToken.None);
            await app.DisposeAsync();
        }
    }

    private WebApplication Build(Uri address)
    {
        // Empty: the URLs, settings and arguments of the AppHost are not meant for this server.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            // Streams of the dashboard are silent for hours; with the default rates they would be reset after seconds.
            options.Limits.MinRequestBodyDataRate = null;
            options.Limits.MinResponseDataRate = null;
            options.Limits.MaxRequestBodySize = null;
            Listen(options, address);
        });
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddProvider(new ForwardingLoggerProvider(loggerFactory));
        builder.Services.AddSingleton<IHostLifetime, OwnedLifetime>();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownTimeout);

        var app = builder.Build();
        var protocol = new DashboardProtocol(notifications, loggers, commands, DisplayName(applicationName));
        var dispatcher = new GrpcDispatcher(protocol.Methods, _logger, app.Lifetime.ApplicationStopping);
        app.Use(AuthenticateAsync);
        app.Run(dispatcher.InvokeAsync);
        return app;
    }

    private static void Listen(KestrelServerOptions options, Uri address)
    {
        if (address is { Host: "localhost", Port: not 0 })
        {
            options.ListenLocalhost(address.Port, UseHttp2);
        }
        else
        {
            options.Listen(IPAddress.TryParse(address.DnsSafeHost, out var ip) ? ip : IPAddress.Loopback, address.Port, UseHttp2);
        }

        static void UseHttp2(ListenOptions listen) => listen.Protocols = HttpProtocols.Http2;
    }

    private Task AuthenticateAsync(HttpContext context, RequestDelegate next)
    {
        if (_apiKey.Matches(context.Request.Headers[ApiKeyHeader]))
        {
            return next(context);
        }

        DashboardLog.Refused(_logger, context.Request.Path);
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }

    private static string DisplayName(string name)
    {
        var end = name.EndsWith(AppHostSuffix, StringComparison.OrdinalIgnoreCase) ? name[..^AppHostSuffix.Length].TrimEnd('.') : "";
        return end.Length > 0 ? end : name;
    }
}
