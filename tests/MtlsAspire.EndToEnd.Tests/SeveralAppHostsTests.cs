using MtlsAspire.EndToEnd.Tests.Support;

namespace MtlsAspire.EndToEnd.Tests;

public sealed class SeveralAppHostsTests
{
    [Fact]
    public async Task Two_AppHosts_run_side_by_side_each_with_its_own_PKI()
    {
        using var deadline = new CancellationTokenSource(RunningAppHost.Patience);
        var both = await Task.WhenAll(RunningAppHost.StartAsync(withDashboard: false), RunningAppHost.StartAsync(withDashboard: false));
        await using var first = both[0];
        await using var second = both[1];

        Assert.NotEqual(first.Server, second.Server);
        Assert.StartsWith("Hello, client1!", await Mtls.GetAsync(first, "client1", deadline.Token), StringComparison.Ordinal);
        Assert.StartsWith("Hello, client2!", await Mtls.GetAsync(second, "client2", deadline.Token), StringComparison.Ordinal);
        Assert.NotEqual(
            await File.ReadAllTextAsync(Path.Combine(first.Certs, "ca.crt"), deadline.Token),
            await File.ReadAllTextAsync(Path.Combine(second.Certs, "ca.crt"), deadline.Token));
    }
}
