using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dcp;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>Starts and stops the process of one resource, on its own at first and then as the user commands.</summary>
internal sealed class ProcessController : IDisposable
{
    private readonly IResource _resource;
    private readonly OrchestrationServices _services;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);

    // Replaced by each start and not disposed then: a command may be about to cancel it.
    private volatile CancellationTokenSource _interruption = new();

    public ProcessController(IResource resource, OrchestrationServices services)
    {
        _resource = resource;
        _services = services;
        _logger = services.Loggers.GetLogger(resource);
    }

    public IResource Resource => _resource;

    public string Name => _resource.GetInstanceName();

    private string? State => _services.Notifications.TryGetCurrentState(Name, out var current) ? current.Snapshot.State?.Text : null;

    /// <summary>Whether the process is being stopped on command: an exit code then means nothing.</summary>
    public bool StopRequested { get; private set; }

    /// <summary>The DCP object that the last start has replaced: what is still told of it is no news about the resource.</summary>
    public string? RetiredUid { get; private set; }

    /// <summary>Waits for the dependencies, then starts the process. Failures are shown as the state of the resource.</summary>
    public async Task StartAsync(bool waitForDependencies, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            var interruption = _interruption = new CancellationTokenSource();
            using var attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _services.Stopping, interruption.Token);
            await AttemptAsync(waitForDependencies, attempt.Token);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>Starts the process on command. One that is waiting for its dependencies waits no longer.</summary>
    public async Task StartOnCommandAsync(CancellationToken cancellationToken)
    {
        var isWaiting = State == KnownResourceStates.Waiting;
        if (isWaiting)
        {
            await _interruption.CancelAsync();
        }

        await StartAsync(waitForDependencies: !isWaiting, cancellationToken);
    }

    /// <summary>Stops the process, or gives up starting it, and waits until it has ended.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _interruption.CancelAsync();
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            await StopCoreAsync(cancellationToken);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await StopAsync(cancellationToken);
        await StartAsync(waitForDependencies: true, cancellationToken);
    }

    /// <summary>Removes the process for good, as part of stopping the application.</summary>
    public async Task RemoveAsync(CancellationToken cancellationToken)
    {
        await _interruption.CancelAsync();
        StopRequested = true;
        await _services.Dcp.DeleteAndWaitAsync<Executable>(Name, cancellationToken);
    }

    public void Dispose()
    {
        _interruption.Dispose();
        _oneAtATime.Dispose();
    }

    private async Task AttemptAsync(bool waitForDependencies, CancellationToken cancellationToken)
    {
        try
        {
            await StartCoreAsync(waitForDependencies, cancellationToken);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // Given up. Not "Finished": others may wait for it to complete, and it has not even run.
            await PublishStateAsync(KnownResourceStates.NotStarted);
        }
        catch (Exception e) when (State != KnownResourceStates.FailedToStart)
        {
            // A user's callback for example.
            OrchestrationLog.CouldNotStart(_logger, _resource.Name, e.Message);
            await PublishStateAsync(KnownResourceStates.FailedToStart, KnownResourceStateStyles.Error);
        }
        catch (Exception)
        {
            // What it waited for has failed: that has been said and shown already.
        }
    }

    private async Task StartCoreAsync(bool waitForDependencies, CancellationToken cancellationToken)
    {
        // DCP cannot start an object twice: the old one goes, a new one of the same name comes.
        if (await _services.Dcp.FindAsync<Executable>(Name, cancellationToken) is { } previous)
        {
            RetiredUid = previous.Metadata.Uid;
            await _services.Dcp.DeleteAndWaitAsync<Executable>(Name, cancellationToken);
        }

        StopRequested = false;
        await _services.Notifications.PublishUpdateAsync(_resource, s => s with
        {
            State = KnownResourceStates.Starting,
            StartTimeStamp = null,
            StopTimeStamp = null,
            ExitCode = null,
            ResourceReady = null,
            HealthReports = HealthMonitor.NotRunYet(_resource),
        });
        if (waitForDependencies)
        {
            await _services.Notifications.WaitForDependenciesAsync(_resource, cancellationToken);
        }

        await _services.Eventing.PublishAsync(new BeforeResourceStartedEvent(_resource, _services.Provider), cancellationToken);
        var executable = await _services.Executables.CreateAsync(_resource, _logger, cancellationToken);
        await _services.Dcp.CreateAsync(executable, cancellationToken);
    }

    private async Task StopCoreAsync(CancellationToken cancellationToken)
    {
        var executable = await _services.Dcp.FindAsync<Executable>(Name, cancellationToken);
        if (executable is null || ExecutableStates.IsFinal(executable.Status?.State))
        {
            return;
        }

        StopRequested = true;
        // It may have ended by itself since it was asked for: then that is its last state, and no other will come.
        await _services.Notifications.PublishUpdateAsync(_resource, s =>
            KnownResourceStates.TerminalStates.Contains(s.State?.Text) ? s : s with { State = KnownResourceStates.Stopping });
        await _services.Dcp.StopExecutableAsync(Name, cancellationToken);
        await _services.Notifications.WaitForResourceAsync(_resource.Name, KnownResourceStates.TerminalStates, cancellationToken);
    }

    private Task PublishStateAsync(string state, string? style = null) =>
        _services.Notifications.PublishUpdateAsync(_resource, s => s with { State = new ResourceStateSnapshot(state, style) });
}
