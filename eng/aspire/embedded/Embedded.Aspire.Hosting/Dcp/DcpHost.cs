using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dcp;

/// <summary>
/// One run of DCP, in a session directory of its own. DCP ends, and stops everything that it has started, when it is told
/// to or when the process that it monitors is gone, whichever comes first.
/// </summary>
internal sealed partial class DcpHost : IAsyncDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(3);

    private readonly DcpOptions _options;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private Task? _stop;

    private DcpHost(DcpOptions options, ILogger logger, string sessionDirectory, DcpClient client)
    {
        _options = options;
        _logger = logger;
        SessionDirectory = sessionDirectory;
        Client = client;
    }

    /// <summary>The client, connected.</summary>
    public DcpClient Client { get; }

    /// <summary>Where DCP keeps logs and its key while it runs. DCP deletes it when it ends.</summary>
    public string SessionDirectory { get; }

    /// <summary>Starts DCP and waits until it answers.</summary>
    /// <exception cref="DistributedApplicationException">It does not start; the message tells why.</exception>
    public static async Task<DcpHost> StartAsync(DcpOptions options, ILogger logger, CancellationToken cancellationToken = default)
    {
        var started = Stopwatch.GetTimestamp();
        var session = Directory.CreateTempSubdirectory("aspire-dcp-").FullName; // mode 0700
        DcpHost? host = null;
        try
        {
            var certificate = DcpCertificate.Create(session);
            var kubeConfigPath = Path.Combine(session, "kubeconfig");
            await DcpLauncher.RunAsync(options, session, kubeConfigPath, certificate, cancellationToken);
            var kubeConfig = await WaitUntilReadyAsync(options, kubeConfigPath, cancellationToken);
            var connection = new DcpConnection(kubeConfig.Server, kubeConfig.Token, certificate.RawData);
            host = new DcpHost(options, logger, session, new DcpClient(connection, options.WatchIdleLimit));
            await host.Client.GetExecutionAsync(cancellationToken);
            LogStarted(logger, session, (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            return host;
        }
        catch when (host is not null)
        {
            await host.DisposeAsync();
            throw;
        }
        catch
        {
            Delete(session);
            throw;
        }
    }

    /// <summary>
    /// Stops everything that DCP has started, then DCP. (To stop processes in a certain order, delete them before, see
    /// <see cref="DcpClientExtensions.DeleteAndWaitAsync"/>.) Never takes longer than <see cref="DcpOptions.StopTimeout"/>.
    /// DCP's own processes take some seconds more to end, in the background.
    /// </summary>
    public Task StopAsync()
    {
        lock (_lock)
        {
            return _stop ??= StopOnceAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Client.Dispose();
    }

    private static async Task<KubeConfig> WaitUntilReadyAsync(DcpOptions options, string path, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(options.StartTimeout);
        try
        {
            KubeConfig? config;
            while ((config = KubeConfig.TryRead(path)) is null)
            {
                await Task.Delay(PollInterval, deadline.Token);
            }

            return config;
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DistributedApplicationException(
                $"The Developer Control Plane (dcp) has not become ready within {options.StartTimeout.TotalSeconds} s. To find out why, set " +
                "DCP_DIAGNOSTICS_LOG_FOLDER to a directory and DCP_DIAGNOSTICS_LOG_LEVEL to debug, and read the logs there.", e);
        }
    }

    private async Task StopOnceAsync()
    {
        try
        {
            using var deadline = new CancellationTokenSource(_options.StopTimeout - EndTimeout);
            await Client.SetExecutionAsync(ApiServerExecution.CleaningResources, deadline.Token);
            while ((await Client.GetExecutionAsync(deadline.Token)).Status != ApiServerExecution.CleanupComplete)
            {
                await Task.Delay(PollInterval, deadline.Token);
            }
        }
        catch (OperationCanceledException)
        {
            LogStopTimeout(_logger, (_options.StopTimeout - EndTimeout).TotalSeconds);
        }
        catch (DcpApiException e)
        {
            LogStopFailed(_logger, e.Message);
            if (e.StatusCode is null)
            {
                Delete(SessionDirectory); // DCP, which would do it, is gone
            }
        }

        Client.Close();
        try
        {
            using var deadline = new CancellationTokenSource(EndTimeout);
            await Client.SetExecutionAsync(ApiServerExecution.Stopping, deadline.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or DcpApiException)
        {
            // It may end before it has answered.
        }
    }

    private static void Delete(string directory)
    {
        try
        {
            Directory.Delete(directory, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // DCP is deleting it too, or still writes to it. It is in the temporary directory.
        }
    }

    [LoggerMessage(LogLevel.Debug, "DCP has started in {Milliseconds} ms, in {SessionDirectory}.")]
    private static partial void LogStarted(ILogger logger, string sessionDirectory, long milliseconds);

    [LoggerMessage(LogLevel.Warning, "DCP has not stopped everything within {Seconds} s. It will when this process ends.")]
    private static partial void LogStopTimeout(ILogger logger, double seconds);

    [LoggerMessage(LogLevel.Warning, "DCP has not been stopped in order: {Reason}")]
    private static partial void LogStopFailed(ILogger logger, string reason);
}
