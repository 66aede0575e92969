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
    private CancellationTokenSource _startAttempt = new();

    public ProcessController(IResource resource, OrchestrationServices services)
    {
        _resource = resource;
        _services = services;
        _logger = services.Loggers.GetLogger(resource);
    }

    public IResource Resource => _resource;

    public string Name => _resource.GetInstanceName();

    /// <summary>Whether the process is being stopped on command: an exit code then means nothing.</summary>
    public bool StopRequested { get; private set; }

    /// <summary>Waits for the dependencies, then starts the process. Failures are shown as the state of the resource.</summary>
    public async Task StartAsync(bool waitForDependencies, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            _startAttempt.Dispose();
            _startAttempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await StartCoreAsync(waitForDependencies, _startAttempt.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await PublishStateAsync(KnownResourceStates.Finished);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // What it waited for has failed: said already. Anything else, a user's callback for example, is said here.
            OrchestrationLog.CouldNotStart(_logger, _resource.Name, e.Message);
            await PublishStateAsync(KnownResourceStates.FailedToStart, KnownResourceStateStyles.Error);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>Starts the process at once, even if it is just waiting for its dependencies.</summary>
    public async Task StartNowAsync(CancellationToken cancellationToken)
    {
        await _startAttempt.CancelAsync();
        await StartAsync(waitForDependencies: false, cancellationToken);
    }

    /// <summary>Stops the process, or gives up starting it, and waits until it has ended.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _startAttempt.CancelAsync();
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
        await StartAsync(waitForDependencies: false, cancellationToken);
    }

    /// <summary>Removes the process for good, as part of stopping the application.</summary>
    public async Task RemoveAsync(CancellationToken cancellationToken)
    {
        await _startAttempt.CancelAsync();
        StopRequested = true;
        await _services.Dcp.DeleteAndWaitAsync<Executable>(Name, cancellationToken);
    }

    public void Dispose()
    {
        _startAttempt.Dispose();
        _oneAtATime.Dispose();
    }

    private async Task StartCoreAsync(bool waitForDependencies, CancellationToken cancellationToken)
    {
        // DCP cannot start an object twice: the old one goes, a new one of the same name comes.
        await _services.Dcp.DeleteAndWaitAsync<Executable>(Name, cancellationToken);
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
        await PublishStateAsync(KnownResourceStates.Stopping);
        await _services.Dcp.StopExecutableAsync(Name, cancellationToken);
        await _services.Notifications.WaitForResourceAsync(_resource.Name, KnownResourceStates.TerminalStates, cancellationToken);
    }

    private Task PublishStateAsync(string state, string? style = null) =>
        _services.Notifications.PublishUpdateAsync(_resource, s => s with { State = new ResourceStateSnapshot(state, style) });
}
