using MtlsAspire.Pki.Bootstrap;
using MtlsAspire.Pki.Cli;
using MtlsAspire.Pki.Tests.Support;
using MtlsAspire.TestSupport;

namespace MtlsAspire.Pki.Tests.Cli;

/// <summary>The bootstrap from the command line, and what holds for every command.</summary>
public sealed class CommandLineTests : CommandBench
{
    [Fact]
    public async Task Bootstrap_prints_a_line_for_each_thing_and_what_to_do_next()
    {
        var output = await RunAsync("bootstrap");

        var lines = output.TrimEnd().Split('\n');
        Assert.Equal(11, lines.Length);
        Assert.Matches(@"^created  client1\.crt +CN=client1, O=MtlsAspire +expires \d{4}-\d{2}-\d{2}$", lines[5]);
        Assert.Equal(string.Empty, lines[7]);
        Assert.Equal($"The PKI in {Certs} is complete. Trust anchor of all peers: {Certs}/ca.crt", lines[8]);
        Assert.Contains($"curl --cert {Certs}/client1.crt --key {Certs}/client1.key --cacert {Certs}/ca.crt https://localhost:8443", lines[10], StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE", output, StringComparison.Ordinal);
        Assert.Empty(Errors);
    }

    [Fact]
    public async Task A_second_bootstrap_prints_one_line()
    {
        await RunAsync("bootstrap");

        Assert.Equal($"The PKI in {Certs} is complete: nothing to do.\n", await RunAsync("bootstrap"));
    }

    [Fact]
    public async Task A_replaced_certificate_is_told_with_the_reason()
    {
        await RunAsync("bootstrap");

        var output = await RunAsync("bootstrap", "--server-name", "a.example", "--server-name", "b.example");

        Assert.Matches(@"^replaced server\.crt +CN=server, O=MtlsAspire +expires \S+  \(it lacked DNS:a\.example\)\n", output);
    }

    [Fact]
    public async Task Without_a_directory_it_uses_certs_in_the_current_directory()
    {
        var result = await ProcessRunner.RunDotnetAsync(typeof(PkiBootstrap).Assembly, ["bootstrap"], workingDirectory: Path.GetDirectoryName(Certs));

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("The PKI in certs is complete.", result.StandardOutput, StringComparison.Ordinal);
        PkiAssert.IsComplete(Certs, DateTimeOffset.UtcNow);
    }

    [Theory]
    [InlineData("bootstrap", "--server-name", "a b", "error: --server-name: 'a b' is neither a host name nor an IP address: run with --help for usage\n")]
    [InlineData("bootstrap", "--certs", "", "error: --certs: the name of the directory is empty: run with --help for usage\n")]
    [InlineData("bootstrap", "--wrong", "x", "error: Unrecognized command or argument '--wrong': run with --help for usage\n")]
    public async Task Wrong_usage_is_told_in_one_line(string command, string option, string value, string message)
    {
        Assert.Empty(await RunRawAsync(ExitCode.Usage, command, option, value));

        Assert.Equal(message, Errors);
    }

    [Fact]
    public Task No_command_is_wrong_usage() => RunRawAsync(ExitCode.Usage);

    [Theory]
    [InlineData("--help", "bootstrap")]
    [InlineData("bootstrap --help", "--server-name")]
    [InlineData("bootstrap --help", "Exit codes: 0 ")]
    public async Task Help_tells_what_there_is(string arguments, string text)
    {
        Assert.Contains(text, await RunRawAsync(ExitCode.Success, arguments.Split(' ')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_that_cannot_be_used_is_told_in_one_line()
    {
        await File.WriteAllTextAsync(PathOf("file"), string.Empty);

        await RunRawAsync(ExitCode.Failure, "bootstrap", "--certs", PathOf("file"));
        await RunRawAsync(ExitCode.Failure, "bootstrap", "--certs", PathOf("file/certs"));
        await RunRawAsync(ExitCode.Failure, "bootstrap", "--certs", DirectoryThatNobodyMayWriteTo());

        var lines = Errors.TrimEnd().Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.EndsWith("is a file, not a directory: give a directory for the certificates.", lines[0], StringComparison.Ordinal);
        Assert.All(lines[1..], line => Assert.StartsWith("error: The certificate directory ", line, StringComparison.Ordinal));
        Assert.All(lines[1..], line => Assert.Contains(" cannot be used: ", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refusal_reaches_the_user_as_one_line_of_a_real_process()
    {
        await RunAsync("bootstrap");
        File.Delete(Path.Combine(Certs, "ca.key"));

        var result = await ProcessRunner.RunDotnetAsync(typeof(PkiBootstrap).Assembly, ["bootstrap", "--certs", Certs]);

        Assert.Equal(ExitCode.Failure, result.ExitCode);
        Assert.Equal(
            $"error: {Certs}/ca.key is missing, but {Certs}/ca.crt is there: restore the key, or move the directory away to make a new PKI.\n",
            result.StandardError);
        Assert.Empty(result.StandardOutput);
    }

    // Root may write nearly everywhere, but not among the kernel's own files.
    private string DirectoryThatNobodyMayWriteTo()
    {
        if (Environment.IsPrivilegedProcess)
        {
            return "/proc";
        }

        var path = Directory.CreateDirectory(PathOf("closed")).FullName;
        File.WriteAllText(Path.Combine(path, "entry"), string.Empty);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        return path;
    }
}
