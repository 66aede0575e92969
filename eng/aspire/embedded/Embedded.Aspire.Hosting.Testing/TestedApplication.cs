namespace Aspire.Hosting.Testing;

/// <summary>The application as a test holds it: disposing it also ends the AppHost's Main.</summary>
internal sealed class TestedApplication(DistributedApplication application, EntryPointRun main) : DistributedApplication(application)
{
    public override Task StartAsync(CancellationToken cancellationToken = default) => application.StartAsync(cancellationToken);

    public override Task RunAsync(CancellationToken cancellationToken = default) => application.RunAsync(cancellationToken);

    public override Task StopAsync(CancellationToken cancellationToken = default) => application.StopAsync(cancellationToken);

#pragma warning disable CA2215 // disposing the run disposes the application
    public override void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    public override ValueTask DisposeAsync() => main.DisposeAsync();
#pragma warning restore CA2215
}
