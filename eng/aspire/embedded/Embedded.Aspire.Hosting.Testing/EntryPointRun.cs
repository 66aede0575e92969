using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>
/// One run of an AppHost's Main on a thread of its own. It is held where it builds the application until the test goes on;
/// the test then owns the application, and Main believes that it runs until the test disposes it.
/// </summary>
internal sealed class EntryPointRun(Assembly appHost, string[] args, Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configureBuilder)
    : BuilderInterception, IAsyncDisposable
{
    private static readonly TimeSpan MainEndLimit = TimeSpan.FromSeconds(10);

    private readonly TaskCompletionSource<DistributedApplicationBuilder> _builder = New<DistributedApplicationBuilder>();
    private readonly TaskCompletionSource<DistributedApplication> _application = New<DistributedApplication>();
    private readonly TaskCompletionSource _mayBuild = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _mainEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private MainApplication? _seenByMain;

    /// <summary>Starts Main; completes when it is about to build its application.</summary>
    public Task<DistributedApplicationBuilder> StartAsync(CancellationToken cancellationToken)
    {
        new Thread(RunMain) { IsBackground = true, Name = $"Main of {appHost.GetName().Name}" }.Start();
        return _builder.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Lets Main go on; completes with the application that it has built.</summary>
    public Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken)
    {
        _mayBuild.TrySetResult();
        return _application.Task.WaitAsync(cancellationToken);
    }

    public override void OnConstructing(DistributedApplicationOptions options, HostApplicationBuilderSettings settings) =>
        TestDefaults.Apply(appHost, args, options, settings, configureBuilder);

    public override void OnBuilding(DistributedApplicationBuilder builder)
    {
        builder.Services.AddHttpClient();
        _builder.TrySetResult(builder);
        _mayBuild.Task.GetAwaiter().GetResult();
    }

    public override DistributedApplication OnBuilt(DistributedApplication application)
    {
        _seenByMain = new MainApplication(application);
        _application.TrySetResult(application);
        return _seenByMain;
    }

    /// <summary>Stops the application, if it was built, and lets Main end.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_mayBuild.TrySetCanceled() && _mayBuild.Task.IsCompletedSuccessfully)
        {
            // Main is building, or has built.
            await ((Task)_application.Task).WaitAsync(MainEndLimit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (_application.Task.IsCompletedSuccessfully)
        {
            await (await _application.Task).DisposeAsync();
            _seenByMain!.End();
        }

        await _mainEnded.Task.WaitAsync(MainEndLimit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static TaskCompletionSource<T> New<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void RunMain()
    {
        Current = this;
        try
        {
            var main = appHost.EntryPoint
                ?? throw new InvalidOperationException($"Assembly '{appHost.GetName().Name}' does not have an entry point; name a type of an AppHost.");
            main.Invoke(null, main.GetParameters().Length == 0 ? [] : [args]);
            Fail(new InvalidOperationException($"The entry point of '{appHost.GetName().Name}' ended without building a distributed application."));
        }
        catch (TargetInvocationException e)
        {
            Fail(e.InnerException!);
        }
        catch (Exception e)
        {
            // Of the call itself: nobody is above this thread to catch it.
            Fail(e);
        }
        finally
        {
            _mainEnded.TrySetResult();
        }
    }

    /// <summary>Tells whoever still waits; without meaning once the application has been built.</summary>
    private void Fail(Exception exception)
    {
        _builder.TrySetException(exception);
        _application.TrySetException(exception);
    }
}
