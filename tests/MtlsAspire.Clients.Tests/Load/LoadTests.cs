using System.Text.RegularExpressions;
using MtlsAspire.Clients.Load;
using MtlsAspire.Clients.Tests.Scenarios;

namespace MtlsAspire.Clients.Tests.Load;

/// <summary>The load client, whole, against the box, whole.</summary>
[Collection(DeclaredBoxGroup.Name)]
public sealed partial class LoadTests(DeclaredBox box)
{
    [Fact]
    public async Task A_load_keeps_its_connections_and_its_rate()
    {
        var (exitCode, output, _) = await RunAsync(box.Explains, "--rate", "40", "--connections", "2", "--duration", "1.5");

        Assert.Equal(0, exitCode);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Matches(@"^ *\d+ s: [\d.]+ requests/s, [\d.]+ handshakes/s, p50 [\d.]+ ms, p95 [\d.]+ ms, p99 [\d.]+ ms, failures: none$", lines[0]);
        var total = Total().Match(lines[^1]);
        // 60 requests are due, on two connections.
        Assert.InRange(Number(total, "requests") * Number(total, "seconds", 1.5), 30, 61);
        Assert.True(Number(total, "handshakes") <= 2.1 / 1.5, lines[^1]);
    }

    [Fact]
    public async Task A_connection_for_each_request_is_a_handshake_for_each_request()
    {
        var (exitCode, output, _) = await RunAsync(box.Requires, "--rate", "20", "--connections", "2", "--duration", "1", "--new-connections");

        Assert.Equal(0, exitCode);
        var total = Total().Match(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]);
        Assert.Equal(Number(total, "requests"), Number(total, "handshakes"));
    }

    [Fact]
    public async Task Failures_are_told_by_reason()
    {
        var (atOne, explained, _) = await RunAsync(box.Explains, "--rate", "5", "--duration", "1", "--identity", "revoked");
        var (atOther, required, _) = await RunAsync(box.Requires, "--rate", "5", "--duration", "1", "--identity", "revoked", "--http", "1.1");

        Assert.Equal((3, 3), (atOne, atOther));
        Assert.Contains("failures: 5 http_401", explained, StringComparison.Ordinal);
        Assert.Contains("failures: 5 refused_by_peer", required, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "--url: 'localhost' is no https URL", "--url", "localhost")]
    [InlineData(2, "--rate: write a number of requests per second, or 0", "--rate", "-1")]
    [InlineData(2, "--http: '3' is neither 1.1 nor 2", "--http", "3")]
    [InlineData(1, "MutualTls:Certificate: file '/nowhere/client1.crt' does not exist;", "--certs", "/nowhere")]
    public async Task Bad_input_is_one_line(int expected, string message, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        var exitCode = await LoadCommandLine.RunAsync(args, output, error);

        Assert.Equal(expected, exitCode);
        Assert.Contains(message, Assert.Single(error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    private async Task<(int ExitCode, string Output, string Error)> RunAsync(Uri server, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = await LoadCommandLine.RunAsync(["--certs", box.Certs, "--url", new Uri(server, "/whoami").ToString(), .. args], output, error);
        return (exitCode, output.ToString(), error.ToString());
    }

    private static double Number(Match match, string group, double otherwise = 0) =>
        match.Groups[group] is { Success: true, Value: var text } ? double.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : otherwise;

    [GeneratedRegex(@"^in all: (?<requests>[\d.]+) requests/s, (?<handshakes>[\d.]+) handshakes/s", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Total();
}
