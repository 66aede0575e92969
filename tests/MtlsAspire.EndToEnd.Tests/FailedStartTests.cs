using MtlsAspire.EndToEnd.Tests.Support;

namespace MtlsAspire.EndToEnd.Tests;

/// <summary>An AppHost that cannot come up.</summary>
public sealed class FailedStartTests
{
    [Fact]
    public async Task A_domain_that_is_none_is_told_by_the_PKI_in_one_line_and_nothing_else_starts()
    {
        var failed = await Assert.ThrowsAsync<InvalidOperationException>(() => RunningAppHost.StartAsync(withDashboard: false, "--domain=*.example"));

        Assert.Contains("\npki: Finished, exit code 2", failed.Message, StringComparison.Ordinal);
        Assert.Contains("--domain: '*.example' is no domain: write a host name, such as mtls.localhost", failed.Message, StringComparison.Ordinal);
        Assert.Contains("\nca: FailedToStart", failed.Message, StringComparison.Ordinal);
    }
}
