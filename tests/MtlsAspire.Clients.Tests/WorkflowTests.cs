using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MtlsAspire.Clients.Analyst;
using MtlsAspire.Clients.Depositor;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Server;
using MtlsAspire.Tests.Support;
using MtlsAspire.TestSupport;

namespace MtlsAspire.Clients.Tests;

/// <summary>The whole workflow: the depositor fills box 1, the analyst has box 2 process it, and proves what came out.</summary>
public sealed class WorkflowTests : IDisposable
{
    private const string Everybody = """{ "*": [{ "Name": "lock-1", "Kind": "TrustedCertificate" }] }""";

    private readonly TestPki _pki = new();
    private readonly TemporaryDirectory _directory = new();
    private readonly CollectedLogs _logs = new();

    public void Dispose()
    {
        _logs.Dispose();
        _directory.Dispose();
        _pki.Dispose();
    }

    [Fact]
    public async Task The_analyst_proves_what_was_made_of_what_the_depositor_put_in()
    {
        await using var storage = await StartBoxAsync("storage", "items");
        await using var processing = await StartBoxAsync("processing", "runs", "--Box:Source=storage", $"--services:storage:https:0={storage.Https}");
        using var depositor = await StartAsync(DepositorApplication.Create, "client1", $"--services:storage:https:0={storage.Https}");
        var deposited = await _logs.WaitForAsync(log => log.Category.EndsWith("DepositWork", StringComparison.Ordinal) && log.Values["Name"] == "report-1.txt");
        await StopAsync(depositor);

        using var analyst = await StartAsync(AnalystApplication.Create, "client2", $"--services:processing:https:0={processing.Https}");
        var proved = await _logs.WaitForAsync(log => log.Category.EndsWith("AnalysisWork", StringComparison.Ordinal) && log.Message.StartsWith("Proved", StringComparison.Ordinal));
        await StopAsync(analyst);

        Assert.Equal("report-1.txt", proved.Values["Item"]);
        Assert.Equal(_logs.All.Last(log => log.Values.GetValueOrDefault("Name") == "report-1.txt").Values["Sha256"], proved.Values["Input"]);
        Assert.NotEqual(deposited.Values["Sha256"], proved.Values["Output"]);
        Assert.Equal("CN=client2, O=MtlsAspire", proved.Values["Requester"]);
        Assert.Equal("CN=processing, O=MtlsAspire", proved.Values["Signer"]);
    }

    private async Task<TestServer> StartBoxAsync(string name, string serves, params string[] more)
    {
        var policy = _directory.Combine($"{name}.json");
        await File.WriteAllTextAsync(policy, $$"""{ "Box": { "Locks": {{Everybody}} } }""");
        using var leaf = _pki.Issuing.Issue(LeafRequest.Server(name, "localhost") with { Profile = CertificateProfile.ServerAndClient });
        return await TestServer.StartAsync(
            [.. _pki.Write(leaf), $"--Box:Name={name}", $"--Box:Serves={serves}", $"--Box:Data={_directory.Combine(name)}", $"--Box:Policy={policy}", .. more],
            ServerApplication.Create);
    }

    private async Task<IHost> StartAsync(Func<string[], Action<HostApplicationBuilder>, IHost> create, string name, string address)
    {
        using X509Certificate2 leaf = _pki.IssueClient(name);
        var host = create([.. _pki.Write(leaf), address, "--Client:Interval=00:00:00.1"], builder => builder.Logging.ClearProviders().AddProvider(_logs));
        await host.StartAsync();
        return host;
    }

    private static Task StopAsync(IHost host) => host.StopAsync();
}
