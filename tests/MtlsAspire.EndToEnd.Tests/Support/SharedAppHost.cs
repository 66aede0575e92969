namespace MtlsAspire.EndToEnd.Tests.Support;

/// <summary>One AppHost for all tests that leave it as they found it.</summary>
public class SharedAppHost : IAsyncLifetime
{
    private RunningAppHost? _running;

    public RunningAppHost Running => _running ?? throw new InvalidOperationException("The AppHost has not been started.");

    public async Task InitializeAsync() => _running = await RunningAppHost.StartAsync(withDashboard: true);

    public async Task DisposeAsync()
    {
        if (_running is not null)
        {
            await _running.DisposeAsync();
        }
    }
}
