namespace MtlsAspire.EndToEnd.Tests.Support;

/// <summary>One AppHost with all incidents, for the tests about them.</summary>
public sealed class IncidentsAppHost : IAsyncLifetime
{
    private RunningAppHost? _running;

    public RunningAppHost Running => _running ?? throw new InvalidOperationException("The AppHost has not been started.");

    public async Task InitializeAsync() => _running = await RunningAppHost.StartAsync(withDashboard: true, "--incidents=true");

    public async Task DisposeAsync()
    {
        if (_running is not null) await _running.DisposeAsync();
    }
}
