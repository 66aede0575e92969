using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using MtlsAspire.EndToEnd.Tests.Support;

namespace MtlsAspire.EndToEnd.Tests;

[Collection(SharedAppHostGroup.Name)]
public sealed class ResourcesTests(SharedAppHost appHost)
{
    [Theory]
    [InlineData("storage")]
    [InlineData("processing")]
    [InlineData("archive")]
    [InlineData("client1")]
    [InlineData("client2")]
    public void Boxes_and_clients_run_and_are_healthy(string name)
    {
        var snapshot = Snapshot(name);

        Assert.Equal(KnownResourceStates.Running, snapshot.State?.Text);
        Assert.Equal(HealthStatus.Healthy, snapshot.HealthStatus);
    }

    [Fact]
    public void The_PKI_has_finished_its_work()
    {
        var snapshot = Snapshot("pki");

        Assert.Equal(KnownResourceStates.Finished, snapshot.State?.Text);
        Assert.Equal(0, snapshot.ExitCode);
    }

    [Theory]
    [InlineData("ca")]
    [InlineData("issuing-ca")]
    [InlineData("server")]
    [InlineData("storage")]
    [InlineData("processing")]
    [InlineData("archive")]
    [InlineData("operator")]
    [InlineData("client1")]
    [InlineData("client2")]
    public void Every_identity_lies_in_the_certificates_directory_of_this_AppHost(string name)
    {
        Assert.True(File.Exists(Path.Combine(appHost.Running.Certs, $"{name}.crt")));
        Assert.True(File.Exists(Path.Combine(appHost.Running.Certs, $"{name}.key")));
    }

    private CustomResourceSnapshot Snapshot(string name)
    {
        Assert.True(appHost.Running.Application.ResourceNotifications.TryGetCurrentState(name, out var state), $"nothing is known of '{name}'");
        return state.Snapshot;
    }
}
