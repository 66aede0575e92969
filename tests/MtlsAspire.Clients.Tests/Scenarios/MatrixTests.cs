using System.Text.Json;
using MtlsAspire.Clients.Scenarios;
using MtlsAspire.Clients.Scenarios.Cli;
using MtlsAspire.TestSupport;

namespace MtlsAspire.Clients.Tests.Scenarios;

/// <summary>The scenarios program, whole, against the box, whole.</summary>
[Collection(DeclaredBoxGroup.Name)]
public sealed class MatrixTests(DeclaredBox box)
{
    [Fact]
    public async Task Every_declared_defect_meets_its_expectation_at_every_lock()
    {
        var result = (await RunAsync(box.Certs, "--json")).EnsureSuccess();

        using var json = JsonDocument.Parse(result.StandardOutput);
        var rows = json.RootElement.GetProperty("rows").EnumerateArray().ToList();
        Assert.True(json.RootElement.GetProperty("asExpected").GetBoolean());
        Assert.All(rows, row => Assert.True(row.GetProperty("asExpected").GetBoolean(), row.ToString()));
        foreach (var identity in DeclaredIdentity.ReadAll(DeclaredBox.Declarations).Where(identity => identity.Defect is not null))
            Assert.Equal(identity.IsServer ? 1 : 2, rows.Count(row => row.GetProperty("scenario").GetString() == identity.Name));
        Assert.Equal("certificate_expired", Reason(rows, "expired", "1, explains"));
        Assert.Equal("refused_by_peer", Reason(rows, "expired", "1, requires"));
        Assert.Equal("insufficient_security", Reason(rows, "weak-key", "1, explains"));
        Assert.Equal("insufficient_security", Reason(rows, "weak-hash", "1, explains"));
        Assert.Equal("certificate_missing", Reason(rows, "certificate-less", "1, explains"));
        Assert.Equal("accepted", Reason(rows, "client1", "1, requires"));
        Assert.Equal("name_mismatch", Reason(rows, "rogue-wrong-name", "2"));
        Assert.Equal("accepted", Reason(rows, "server", "2"));
        // Progress, on the other stream.
        Assert.Contains($"{rows.Count} of {rows.Count}: ", result.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_good_certificate_in_the_place_of_a_bad_one_is_found_out()
    {
        using var copy = new TemporaryDirectory();
        foreach (var file in Directory.EnumerateFiles(box.Certs)) File.Copy(file, copy.Combine(Path.GetFileName(file)));
        File.Copy(copy.Combine("client1.crt"), copy.Combine("expired.crt"), overwrite: true);
        File.Copy(copy.Combine("client1.key"), copy.Combine("expired.key"), overwrite: true);

        var result = await RunAsync(copy.Path, "--filter", "expired 1, explains");

        Assert.Equal(ExitCode.Unexpected, result.ExitCode);
        Assert.Contains("✗", result.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("1 of 1 NOT as expected: expired (1, explains): HTTP 200", result.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_table_has_the_reasons_of_both_sides()
    {
        var result = (await RunAsync(box.Certs, "--filter", "rogue-revoked", "--filter", "untrusted 1, explains")).EnsureSuccess();

        Assert.Matches(@"✓\s+untrusted\s+1, explains\s+unknown_ca\s+unknown_ca\s+unknown_ca\s+unknown_ca\s+http://localhost:15000/traces/detail/[0-9a-f]{32}", result.StandardOutput);
        Assert.Matches(@"✓\s+rogue-revoked\s+2\s+certificate_revoked\s+certificate_revoked\s+certificate_revoked\s+\w+\s+http", result.StandardOutput);
        Assert.Contains("2 of 2 as expected.", result.StandardOutput, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ExitCode.Usage, "--filter: no scenario contains 'nobody'; there are client1, certificate-less, expired,", "--filter", "nobody")]
    [InlineData(ExitCode.Usage, "--explains: 'localhost' is no https URL; write it like https://localhost:8443", "--explains", "localhost")]
    [InlineData(ExitCode.Usage, "--dashboard: 'here' is no http URL;", "--dashboard", "here")]
    [InlineData(ExitCode.Usage, "run with --help for usage", "--nonsense")]
    [InlineData(ExitCode.Failure, "run it at the root of the repository, or name the file with --config", "--config", "/nowhere/pki.json")]
    public async Task Bad_input_is_one_line(int exitCode, string message, params string[] args)
    {
        var result = await RunAsync(box.Certs, args);

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Empty(result.StandardOutput);
        Assert.Contains(message, Assert.Single(result.StandardError.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_up_is_one_line()
    {
        var nowhere = $"https://localhost:{FreePorts.Next()}";

        var result = await RunAsync(box.Certs, "--explains", nowhere);

        Assert.Equal(ExitCode.Failure, result.ExitCode);
        Assert.Contains($"error: nothing listens at {nowhere}/: start the AppHost", result.StandardError, StringComparison.Ordinal);
    }

    private static string? Reason(List<JsonElement> rows, string scenario, string lockName) =>
        rows.Single(row => row.GetProperty("scenario").GetString() == scenario && row.GetProperty("lock").GetString() == lockName).GetProperty("clientReason").GetString();

    // As a process of its own, since it allows weak keys in the whole of it.
    private Task<ProcessResult> RunAsync(string certs, params string[] args) => ProcessRunner.RunDotnetAsync(
        typeof(ScenariosCommandLine).Assembly,
        [
            "--certs", certs,
            .. args.Contains("--config") ? Array.Empty<string>() : ["--config", DeclaredBox.Declarations],
            .. args.Contains("--explains") ? Array.Empty<string>() : ["--explains", box.Explains.ToString()],
            "--requires", box.Requires.ToString(),
            .. args,
        ]);
}
