using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using MtlsAspire.Tests.Support;
using MtlsAspire.TestSupport;

namespace MtlsAspire.ServiceDefaults.Tests.Load;

/// <summary>A server in a process of its own, so that its memory and its sockets are counted without those of its attackers.</summary>
internal sealed partial class FloodedServer : IAsyncDisposable
{
    private readonly Process _process;

    private FloodedServer(Process process)
    {
        _process = process;
        Log = ProcessRunner.CollectLines(process);
    }

    public Uri Address { get; private set; } = null!;

    /// <summary>What it has written, one line for each log message.</summary>
    public IReadOnlyCollection<string> Log { get; }

    /// <summary>How many files and sockets it has open.</summary>
    public int OpenFiles => Directory.EnumerateFileSystemEntries($"/proc/{_process.Id}/fd").Count();

    /// <summary>What it holds in memory, in MB.</summary>
    public double Memory => double.Parse(
        File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture) / 1024;

    public static async Task<FloodedServer> StartAsync(params string[] settings)
    {
        var server = new FloodedServer(ProcessRunner.StartDotnet(
            typeof(FloodedServer).Assembly, [nameof(FloodedServer), "--urls=https://127.0.0.1:0", "--Logging:Console:FormatterOptions:SingleLine=true", .. settings]));
        var match = await Eventually.FindAsync(
            () => server.Log.Select(line => Listening().Match(line)).FirstOrDefault(found => found.Success), "the server to listen");
        server.Address = new Uri($"https://localhost:{match.Groups["port"].Value}");
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    [GeneratedRegex(@"https://127\.0\.0\.1:(?<port>\d+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Listening();
}
