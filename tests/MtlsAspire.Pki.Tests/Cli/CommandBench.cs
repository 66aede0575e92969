using System.Text.Json;
using MtlsAspire.Pki.Cli;
using MtlsAspire.Pki.Tests.Support;
using MtlsAspire.TestSupport;

namespace MtlsAspire.Pki.Tests.Cli;

/// <summary>The command line in this process, on a directory of a test's own.</summary>
public abstract class CommandBench : IDisposable
{
    private readonly TemporaryDirectory _temporary = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    protected string Certs => PathOf("certs");

    /// <summary>What was written to standard error.</summary>
    protected string Errors => _error.ToString();

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
        _temporary.Dispose();
        GC.SuppressFinalize(this);
    }

    protected string PathOf(string file) => _temporary.Combine(file);

    protected async Task RefusedAsync(string message, params string[] arguments)
    {
        _error.GetStringBuilder().Clear();
        var before = PkiAssert.Contents(Certs);

        Assert.Empty(await RunAsync(ExitCode.Failure, arguments));

        Assert.Contains(message, Errors, StringComparison.Ordinal);
        Assert.Single(Errors.TrimEnd().Split('\n'));
        Assert.DoesNotContain("   at ", Errors, StringComparison.Ordinal);
        Assert.Equal(before, PkiAssert.Contents(Certs));
    }

    protected async Task<JsonElement> JsonAsync(params string[] arguments) => JsonDocument.Parse(await RunAsync([.. arguments, "--json"])).RootElement;

    protected Task<string> RunAsync(params string[] arguments) => RunAsync(ExitCode.Success, arguments);

    protected Task<string> RunAsync(int exitCode, params string[] arguments) => RunRawAsync(exitCode, [.. arguments, "--certs", Certs]);

    protected async Task<string> RunRawAsync(int exitCode, params string[] arguments)
    {
        _output.GetStringBuilder().Clear();
        var actual = await PkiCommandLine.RunAsync(arguments, _output, _error);
        Assert.True(exitCode == actual, $"{string.Join(' ', arguments)}: {actual} {_output} {_error}");
        return _output.ToString();
    }
}
