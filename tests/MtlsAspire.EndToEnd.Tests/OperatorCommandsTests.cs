using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Aspire.Hosting.ApplicationModel;
using MtlsAspire.EndToEnd.Tests.Support;
using Xunit.Abstractions;

namespace MtlsAspire.EndToEnd.Tests;

/// <summary>The operator's commands in the running application, and what they do to its traffic, as its telemetry tells.</summary>
[Collection(OperatedAppHostGroup.Name)]
public sealed class OperatorCommandsTests(OperatedAppHost appHost, ITestOutputHelper output) : IDisposable
{
    // What is asked for is a second; docs/measurements.md has what it takes where the machine has nothing else to do.
    private static readonly TimeSpan WellWithinSight = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource _deadline = new(RunningAppHost.Patience);

    private RunningAppHost Running => appHost.Running;

    public void Dispose() => _deadline.Dispose();

    [Fact]
    public async Task A_revoked_client_is_refused_and_both_sides_say_why_until_it_has_a_new_identity()
    {
        using var telemetry = Running.Telemetry();
        var before = Hash("client1");
        await WaitForCallAsync(telemetry, before);

        var revoked = await ExecuteAsync("client1", "revoke-certificate");
        Assert.Contains("is revoked (serial number ", revoked, StringComparison.Ordinal);
        await telemetry.WaitForSpanAsync(
            "storage", s => s is { Name: "TLS server handshake", Failed: true } && s["error.type"] == "certificate_revoked" && s["tls.client.hash.sha256"] == before);
        await telemetry.WaitForSpanAsync(
            "client1", s => s is { Name: "poll server", Failed: true } && s.StatusMessage!.Contains("certificate_revoked", StringComparison.Ordinal));
        Assert.Equal("Every certificate of client1 was revoked before; nothing has changed.", await ExecuteAsync("client1", "revoke-certificate"));

        var issued = await ExecuteAsync("client1", "issue-identity");
        Assert.StartsWith("client1 has a new key and certificate, valid until ", issued, StringComparison.Ordinal);
        Assert.NotEqual(before, Hash("client1"));
        await WaitForCallAsync(telemetry, Hash("client1"));
    }

    [Fact]
    public async Task A_revocation_is_in_force_and_in_the_traces_at_once()
    {
        using var telemetry = Running.Telemetry();
        var before = Hash("client2");
        var watch = Stopwatch.StartNew();
        await ExecuteAsync("client2", "revoke-certificate");
        var done = watch.Elapsed;
        while (await StatusAsync("client2") is not HttpStatusCode.Unauthorized)
        {
            // Each question is a connection of its own, and so a pause.
        }

        var inForce = watch.Elapsed;
        await telemetry.WaitForSpanAsync(
            "storage", s => s is { Name: "TLS server handshake", Failed: true } && s["error.type"] == "certificate_revoked" && s["tls.client.hash.sha256"] == before);
        var inTraces = watch.Elapsed;

        output.WriteLine($"{done.TotalMilliseconds:0} ms for the command; {(inForce - done).TotalMilliseconds:0} ms later a new connection is refused, {(inTraces - done).TotalMilliseconds:0} ms later the dashboard has its trace");
        Assert.True(inTraces - done < WellWithinSight, $"the dashboard had it {inTraces - done} after the command");
        await ExecuteAsync("client2", "issue-identity");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("client2"));
    }

    [Fact]
    public async Task Certificates_of_servers_and_clients_are_rotated_without_a_failed_request()
    {
        using var telemetry = Running.Telemetry();
        var start = await StartOfPeaceAsync(telemetry);

        // A client's new certificate makes it connect anew, and so see what its server shows by then.
        foreach (var server in new[] { "storage", "archive", "processing" })
        {
            await RenewAsync(server);
            await WaitUntilServedAsync(server, served => served.GetCertHashString(HashAlgorithmName.SHA256) == Hash(server));
        }

        await RenewAsync("client1");
        await RenewAsync("client2");

        await WaitForCallAsync(telemetry, Hash("client1"));
        await telemetry.WaitForSpanAsync("processing", s => s.Kind == DashboardSpan.Server && s["tls.client.hash.sha256"] == Hash("client2"));
        await telemetry.WaitForSpanAsync("storage", s => s.Kind == DashboardSpan.Server && s["tls.client.hash.sha256"] == Hash("processing"));
        await telemetry.WaitForSpanAsync("client1", s => s.Kind == DashboardSpan.Client && s["tls.server.hash.sha256"] == Hash("storage"));
        await telemetry.WaitForSpanAsync("client2", s => s.Kind == DashboardSpan.Client && s["tls.server.hash.sha256"] == Hash("processing"));
        await AssertNothingFailedSinceAsync(telemetry, start);

        async Task RenewAsync(string identity) =>
            Assert.EndsWith(" The old one stays valid until its end.", await ExecuteAsync(identity, "renew-certificate"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_issuing_CA_is_rolled_over_in_three_steps_without_a_failed_request()
    {
        using var telemetry = Running.Telemetry();
        using var former = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(Running.Certs, "issuing-ca.crt"));
        var start = await StartOfPeaceAsync(telemetry);

        Assert.StartsWith("Step 1 of 3: ", await ExecuteAsync("ca", "roll-over-issuing-ca"), StringComparison.Ordinal);
        Assert.StartsWith("Step 2 of 3: ", await ExecuteAsync("ca", "roll-over-issuing-ca"), StringComparison.Ordinal);
        using var next = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(Running.Certs, "issuing-ca.crt"));
        Assert.NotEqual(former.Subject, next.Subject);
        await ConnectAnewAsync();

        var last = await ExecuteAsync("ca", "roll-over-issuing-ca");
        Assert.Equal($"Step 3 of 3: '{former.Subject}' is no longer trusted, and its key destroyed. '{next.Subject}' is the issuing CA.", last);
        var retired = DateTimeOffset.UtcNow;
        await telemetry.WaitForSpanAsync("storage", s => s.StartedAt > retired && s["http.route"] == "/whoami" && s["http.response.status_code"] == "200");
        await telemetry.WaitForSpanAsync("processing", s => s.StartedAt > retired && s["http.route"] == "/runs" && s["http.response.status_code"] == "201");
        await AssertNothingFailedSinceAsync(telemetry, start);

        // Connections that were made before their server had its new certificate would be cut by the last step. In
        // production one waits until they are made anew; here new certificates of the callers have that done at once.
        async Task ConnectAnewAsync()
        {
            foreach (var server in new[] { "storage", "processing", "archive" })
            {
                await WaitUntilServedAsync(server, served => served.Issuer == next.Subject);
            }

            foreach (var caller in new[] { "processing", "client1", "client2" })
            {
                await ExecuteAsync(caller, "renew-certificate");
            }

            foreach (var (client, server) in new[] { ("client1", "storage"), ("client2", "processing"), ("processing", "storage"), ("processing", "archive") })
            {
                await telemetry.WaitForSpanAsync(client, s => s.Kind == DashboardSpan.Client && s["tls.server.issuer"] == next.Subject && s["tls.server.subject"] == $"CN={server}, O=MtlsAspire");
                await telemetry.WaitForSpanAsync(server, s => s.Kind == DashboardSpan.Server && s["tls.client.issuer"] == next.Subject);
            }
        }
    }

    [Fact]
    public async Task Publishing_gives_both_lists_the_next_number()
    {
        var (root, issuing) = (Number("ca.crl"), Number("issuing-ca.crl"));

        var message = await ExecuteAsync("ca", "publish-crl");

        Assert.Matches("^Published: ca.crl, to be relied on until .*; issuing-ca.crl, to be relied on until .*\\.$", message);
        Assert.True(Number("ca.crl") > root);
        Assert.True(Number("issuing-ca.crl") > issuing);
    }

    [Fact]
    public async Task What_expires_is_shown_with_the_first_to_end_first()
    {
        var result = await Running.ExecuteAsync("ca", "show-expiring", _deadline.Token);

        Assert.True(result.Success, result.Message);
        Assert.Matches("^[0-9]+ of [0-9]+ certificates end within 30 days; the first is [a-z0-9-]+, on ", result.Message);
        var rows = result.Data!.Value.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1).Select(line => line.Split('|')[3]).ToList();
        Assert.Equal(rows.Order(), rows);
        Assert.Contains("| storage | leaf |", result.Data.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_the_CA_does_not_run_the_commands_are_not_offered_and_say_so_in_one_line()
    {
        await ExecuteAsync("ca", KnownResourceCommands.StopCommand);
        await WaitForOfferAsync(ResourceCommandState.Disabled);
        var refused = await Running.ExecuteAsync("client1", "revoke-certificate", _deadline.Token);

        await ExecuteAsync("ca", KnownResourceCommands.StartCommand);
        await WaitForOfferAsync(ResourceCommandState.Enabled);
        await Running.Application.ResourceNotifications.WaitForResourceHealthyAsync("ca", WaitBehavior.WaitOnResourceUnavailable, _deadline.Token);

        Assert.False(refused.Success);
        Assert.Matches("^ca does not run \\(it is (Finished|Exited)\\): start it, then try again\\.$", refused.Message);

        Task WaitForOfferAsync(ResourceCommandState state) => Running.Application.ResourceNotifications.WaitForResourceAsync(
            "client1", e => e.Snapshot.Commands.Any(command => command.Name == "revoke-certificate" && command.State == state), _deadline.Token);
    }

    [Fact]
    public async Task Without_the_operators_key_a_command_says_so_in_one_line()
    {
        var key = Path.Combine(Running.Certs, "operator.key");
        File.Move(key, key + ".away");
        var refused = await Running.ExecuteAsync("ca", "publish-crl", _deadline.Token);
        File.Move(key + ".away", key);

        Assert.False(refused.Success);
        Assert.Matches("^The operator's certificate 'operator' or the trust anchors in .* cannot be used: .*operator\\.key.* Restart pki, which makes what is missing\\.$", refused.Message);
    }

    // What box 1 answers a new connection of an identity.
    private async Task<HttpStatusCode?> StatusAsync(string identity)
    {
        try
        {
            await Mtls.GetAsync(Running, identity, _deadline.Token, new Uri(Running.Server, "/whoami"));
            return HttpStatusCode.OK;
        }
        catch (HttpRequestException exception)
        {
            return exception.StatusCode;
        }
    }

    private async Task<string> ExecuteAsync(string resource, string command)
    {
        var result = await Running.ExecuteAsync(resource, command, _deadline.Token);
        Assert.True(result.Success, $"{resource}, {command}: {result.Message}");
        return result.Message ?? string.Empty;
    }

    private Task WaitUntilServedAsync(string server, Func<X509Certificate2, bool> condition) =>
        ServedCertificate.WaitAsync(Running, server, condition, _deadline.Token);

    private static Task<DashboardSpan> WaitForCallAsync(DashboardTelemetry telemetry, string clientHash) => telemetry.WaitForSpanAsync(
        "storage", s => s["http.route"] == "/whoami" && s["http.response.status_code"] == "200" && s["tls.client.hash.sha256"] == clientHash);

    /// <summary>The beginning of a call of each client that succeeded, after which a failed one is a fault.</summary>
    private static async Task<DateTimeOffset> StartOfPeaceAsync(DashboardTelemetry telemetry)
    {
        var now = DateTimeOffset.UtcNow;
        var polls = new List<DashboardSpan>();
        foreach (var client in new[] { "client1", "client2" })
        {
            polls.Add(await telemetry.WaitForSpanAsync(client, s => s is { Name: "poll server", Failed: false } && s.StartedAt > now));
        }

        return polls.Max(poll => poll.StartedAt);
    }

    /// <summary>No request of a client has failed, and no handshake of anybody.</summary>
    private async Task AssertNothingFailedSinceAsync(DashboardTelemetry telemetry, DateTimeOffset start)
    {
        foreach (var resource in new[] { "client1", "client2", "storage", "processing", "archive" })
        {
            var failed = (await telemetry.FailedAsync(resource, _deadline.Token))
                .Where(span => span.Failed && span.StartedAt > start && (span.Resource.StartsWith("client", StringComparison.Ordinal) || span.Name.StartsWith("TLS ", StringComparison.Ordinal)))
                .ToList();
            Assert.True(failed.Count == 0, $"since {start:O} there failed: {string.Join("\n", failed.Select(span => $"{span.StartedAt:O} {span}"))}");
        }
    }

    private string Hash(string identity)
    {
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(Running.Certs, $"{identity}.crt"));
        return certificate.GetCertHashString(HashAlgorithmName.SHA256);
    }

    private System.Numerics.BigInteger Number(string list)
    {
        CertificateRevocationListBuilder.LoadPem(File.ReadAllText(Path.Combine(Running.Certs, list)), out var number);
        return number;
    }
}
