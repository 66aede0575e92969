using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>What Main holds while a test owns the application: it starts when the test starts it and runs until the test ends it.</summary>
internal sealed class MainApplication(DistributedApplication application) : DistributedApplication(application)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationToken _started =
        ((IHostApplicationLifetime)application.Services.GetService(typeof(IHostApplicationLifetime))!).ApplicationStarted;

    public void End() => _ended.TrySetResult();

    public override Task RunAsync(CancellationToken cancellationToken = default) => _ended.Task.WaitAsync(cancellationToken);

    public override async Task StartAsync(CancellationToken cancellationToken = default)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = _started.Register(() => started.TrySetResult());
        await Task.WhenAny(started.Task, _ended.Task).WaitAsync(cancellationToken);
    }

    public override Task StopAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

#pragma warning disable CA2215 // the test disposes the application, not Main
    public override void Dispose()
    {
        // The test disposes the application.
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
#pragma warning restore CA2215
}
