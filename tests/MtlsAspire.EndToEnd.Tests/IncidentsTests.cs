using System.Text.Json;
using System.Text.RegularExpressions;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;
using MtlsAspire.EndToEnd.Tests.Support;
using MtlsAspire.TestSupport;

namespace MtlsAspire.EndToEnd.Tests;

/// <summary>Everything that goes wrong on purpose, as a person sees it in the dashboard: by its states and by its traces.</summary>
[Collection(IncidentsAppHostGroup.Name)]
public sealed partial class IncidentsTests(IncidentsAppHost appHost)
{
    private const string RefusedByPeer = "refused_by_peer";

    public static TheoryData<string, string> RefusedClients => new()
    {
        { "certificate-less", "certificate_missing" },
        { "expired", "certificate_expired" },
        { "not-yet-valid", "certificate_not_yet_valid" },
        { "revoked", "certificate_revoked" },
        { "untrusted", "unknown_ca" },
        { "self-signed", "unknown_ca" },
        { "wrong-eku", "wrong_purpose" },
        { "weak-key", "insufficient_security" },
        { "weak-hash", "insufficient_security" },
        { "cn-only", "bad_certificate" },
    };

    public static TheoryData<string, string> RefusedServers => new()
    {
        { "rogue-expired", "certificate_expired" },
        { "rogue-revoked", "certificate_revoked" },
        { "rogue-untrusted", "unknown_ca" },
        { "rogue-self-signed", "unknown_ca" },
        { "rogue-wrong-eku", "wrong_purpose" },
        { "rogue-wrong-name", "name_mismatch" },
    };

    private RunningAppHost Running => appHost.Running;

    [Theory]
    [MemberData(nameof(RefusedClients))]
    public async Task A_refused_client_shows_its_reason_as_its_state_and_both_sides_have_it_in_their_traces(string client, string reason)
    {
        await HasStateAsync(client, $"{reason}, refused as expected");

        using var telemetry = Running.Telemetry();
        // The client's side: what it was told where the server explains, and that it was refused where the server requires.
        var told = await telemetry.WaitForSpanAsync(client, span => span["mtls.scenario.lock"] == "explains" && span["mtls.scenario.observed"] == reason);
        Assert.Equal(client, told["mtls.scenario"]);
        await telemetry.WaitForSpanAsync(client, span => span["mtls.scenario.lock"] == "requires" && span["mtls.scenario.observed"] == RefusedByPeer);
        // The server's side, in a handshake that was completed to explain, and in one that was not.
        foreach (var isEstablished in new[] { "true", "false" })
        {
            await telemetry.WaitForSpanAsync("storage", span =>
                span.Name == "TLS server handshake" && span["error.type"] == reason && IsOf(span, client)
                && string.Equals(span["tls.established"], isEstablished, StringComparison.OrdinalIgnoreCase));
        }

        // And both in one trace, where the server explains.
        await telemetry.WaitForTraceAsync(told.TraceId, spans => spans.Any(span => span.Resource == "storage" && span.Kind == DashboardSpan.Server && span["mtls.client.verdict"] == reason));
    }

    [Theory]
    [MemberData(nameof(RefusedServers))]
    public async Task A_visitor_refuses_a_rogue_server_and_both_sides_tell_in_their_traces(string server, string reason)
    {
        using var telemetry = Running.Telemetry();
        var told = await telemetry.WaitForSpanAsync("visitor", span => span["mtls.scenario"] == server && span["mtls.scenario.observed"] == reason);
        await telemetry.WaitForTraceAsync(told.TraceId, spans => spans.Any(span => span.Name == "TLS client handshake" && span["error.type"] == reason));
        // In TLS 1.3 the server's part of the handshake is over before the client has judged: it accepted, and was left.
        await telemetry.WaitForSpanAsync(server, span => span.Name == "TLS server handshake" && span["tls.client.subject"]?.StartsWith("CN=visitor,", StringComparison.Ordinal) == true);
    }

    [Theory]
    [InlineData("missing-intermediate", "Accepted as expected")]
    [InlineData("mismatched-key", "identity_unusable, refused as expected")]
    [InlineData("visitor", "7 servers judged rightly")]
    public async Task The_others_say_what_became_of_them_too(string name, string state) => await HasStateAsync(name, state);

    [Fact]
    public async Task A_good_certificate_with_another_name_is_kept_out_by_a_lock()
    {
        await HasStateAsync("wrong-name", "identity_not_allowed, refused as expected");

        using var telemetry = Running.Telemetry();
        var told = await telemetry.WaitForSpanAsync("wrong-name", span => span["mtls.scenario.observed"] == "identity_not_allowed");
        await telemetry.WaitForTraceAsync(told.TraceId, spans => spans.Any(span => span.Resource == "storage" && span.Kind == DashboardSpan.Server && span["http.response.status_code"] == "403"));
    }

    [Fact]
    public async Task The_group_sums_up_all_of_them()
    {
        using var deadline = new CancellationTokenSource(RunningAppHost.Patience);
        await Running.Application.ResourceNotifications.WaitForResourceAsync(
            "incidents", change => Sum().Match(change.Snapshot.State?.Text ?? "") is { Success: true } sum && int.Parse(sum.Groups["all"].Value) >= 14, deadline.Token);
    }

    [ToolTheory("curl", "openssl", "node")]
    [InlineData("curl")]
    [InlineData("openssl")]
    [InlineData("python-requests")]
    [InlineData("node-https")]
    public async Task A_client_that_others_wrote_is_accepted_and_refused(string name)
    {
        await StartAsync(name);
        await HasStateAsync(name, "Accepted and refused as expected");
        await StopAsync(name);
    }

    [ToolFact("node")]
    public async Task A_server_that_others_wrote_is_accepted()
    {
        await StartAsync("node-server");
        await StartAsync("node-visitor");
        await HasStateAsync("node-visitor", "1 servers judged rightly");
        await StopAsync("node-visitor");
        await StopAsync("node-server");
    }

    [Fact]
    public async Task The_matrix_runs_against_the_AppHost_with_the_reasons_of_both_sides()
    {
        var result = (await RunScenariosAsync(Running.Certs)).EnsureSuccess();

        using var json = JsonDocument.Parse(result.StandardOutput);
        Assert.True(json.RootElement.GetProperty("asExpected").GetBoolean());
        var rows = json.RootElement.GetProperty("rows").EnumerateArray().ToList();
        foreach (var row in rows.Where(row => row.GetProperty("clientReason").GetString() == RefusedByPeer))
        {
            Assert.Equal(row.GetProperty("expected").GetString(), row.GetProperty("serverReason").GetString());
            Assert.StartsWith($"{Running.DashboardApi.Address}traces/detail/", row.GetProperty("trace").GetString(), StringComparison.Ordinal);
        }

        Assert.Equal(RefusedClients.Count, rows.Count(row => row.GetProperty("clientReason").GetString() == RefusedByPeer));
    }

    [Fact]
    public async Task A_good_certificate_in_the_place_of_a_bad_one_is_found_out()
    {
        using var copy = new TemporaryDirectory();
        foreach (var file in Directory.EnumerateFiles(Running.Certs)) File.Copy(file, copy.Combine(Path.GetFileName(file)));
        File.Copy(copy.Combine("client1.crt"), copy.Combine("revoked.crt"), overwrite: true);
        File.Copy(copy.Combine("client1.key"), copy.Combine("revoked.key"), overwrite: true);

        var result = await RunScenariosAsync(copy.Path, "--filter", "revoked 1, explains");

        Assert.Equal(3, result.ExitCode);
        using var json = JsonDocument.Parse(result.StandardOutput);
        Assert.False(json.RootElement.GetProperty("asExpected").GetBoolean());
    }

    [Fact]
    public async Task The_matrix_runs_on_demand_from_the_dashboard_too()
    {
        await StartAsync("scenarios");
        using var deadline = new CancellationTokenSource(RunningAppHost.Patience);
        var ended = await Running.Application.ResourceNotifications.WaitForResourceAsync(
            "scenarios", change => KnownResourceStates.TerminalStates.Contains(change.Snapshot.State?.Text), deadline.Token);
        Assert.Equal(0, ended.Snapshot.ExitCode);
    }

    [Fact]
    public async Task The_load_client_runs_on_demand_and_shows_its_progress()
    {
        await StartAsync("load");

        using var deadline = new CancellationTokenSource(RunningAppHost.Patience);
        var log = Running.Application.Services.GetRequiredService<ResourceLoggerService>().WatchAsync(Running.Resource("load"));
        var lines = new List<string>();
        await foreach (var batch in log.WithCancellation(deadline.Token))
        {
            lines.AddRange(batch.Select(line => line.Content));
            if (lines.Count(line => Progress().IsMatch(line)) >= 2) break;
        }

        Assert.True(lines.Count(line => Progress().IsMatch(line)) >= 2, string.Join('\n', lines));
        await StopAsync("load");
    }

    private static bool IsOf(DashboardSpan span, string client) =>
        client == "certificate-less" ? span["tls.client.subject"] is null : span["tls.client.subject"]?.StartsWith($"CN={client},", StringComparison.Ordinal) == true;

    private async Task HasStateAsync(string name, string state)
    {
        using var deadline = new CancellationTokenSource(RunningAppHost.Patience);
        try
        {
            await Running.Application.ResourceNotifications.WaitForResourceAsync(name, change => change.Snapshot.State?.Text == state, deadline.Token);
        }
        catch (OperationCanceledException exception)
        {
            Running.Application.ResourceNotifications.TryGetCurrentState(name, out var last);
            throw new TimeoutException($"'{name}' should be in the state '{state}', and is in '{last?.Snapshot.State?.Text}'.", exception);
        }
    }

    private Task StartAsync(string name) => ExecuteAsync(name, KnownResourceCommands.StartCommand);

    private Task StopAsync(string name) => ExecuteAsync(name, KnownResourceCommands.StopCommand);

    private async Task ExecuteAsync(string name, string command)
    {
        using var deadline = new CancellationTokenSource(RunningAppHost.Patience);
        var result = await Running.Application.ResourceCommands.ExecuteCommandAsync(Running.Resource(name), command, deadline.Token);
        Assert.True(result.Success, result.Message);
    }

    private Task<ProcessResult> RunScenariosAsync(string certs, params string[] args) => ProcessRunner.RunAsync(
        "dotnet",
        [
            "exec", Repository.Assembly("MtlsAspire.Clients.Scenarios"),
            "--certs", certs,
            "--config", Repository.PathOf("pki.json"),
            "--explains", Running.Server.ToString(),
            "--requires", Running.Application.GetEndpoint("storage", "requires").ToString(),
            "--dashboard", Running.DashboardApi.Address.ToString(),
            "--json",
            .. args,
        ],
        environment: new Dictionary<string, string?>(StringComparer.Ordinal) { ["SCENARIOS_DASHBOARD_KEY"] = Running.DashboardApi.Key },
        timeout: RunningAppHost.Patience);

    [GeneratedRegex(@" s: [1-9][0-9.]* requests/s, .* failures: none", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Progress();

    // Other tests may start others of them meanwhile.
    [GeneratedRegex(@"^(?<all>\d+) of \k<all> as expected$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Sum();
}
