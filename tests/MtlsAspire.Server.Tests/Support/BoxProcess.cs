using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Tests.Support;
using MtlsAspire.TestSupport;

namespace MtlsAspire.Server.Tests.Support;

/// <summary>A box in a process of its own, to be killed.</summary>
internal sealed class BoxProcess : IDisposable
{
    // On a machine that runs a hundred of these beside other things, a start of a second takes long now and then.
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(5);

    private readonly Process _process;
    private readonly IReadOnlyCollection<string> _lines;

    private BoxProcess(Process process)
    {
        _process = process;
        _lines = ProcessRunner.CollectLines(process);
    }

    public bool IsRunning { get; private set; } = true;

    /// <summary>The errors that it has told.</summary>
    public string Said => string.Join('\n', _lines);

    /// <summary>Starts a box, and waits until it answers.</summary>
    public static async Task<BoxProcess> StartAsync(TestPki pki, X509Certificate2 client, string[] settings, Uri address)
    {
        var process = ProcessRunner.StartDotnet(
            typeof(ServerApplication).Assembly,
            [.. settings, $"--urls=https://127.0.0.1:{address.Port}", "--Logging:LogLevel:Default=Error", "--Logging:Console:FormatterOptions:SingleLine=true"],
            environment: new Dictionary<string, string?>(StringComparer.Ordinal) { ["ASPNETCORE_URLS"] = null });
        var box = new BoxProcess(process);
        using var http = pki.CreateClient(address, client);
        await Eventually.BecomesAsync(
            async () =>
            {
                Assert.False(process.HasExited, $"the box did not start: {box.Said}");
                try
                {
                    using var response = await http.GetAsync(new Uri("/", UriKind.Relative));
                    return response.IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            "the box",
            StartLimit);
        return box;
    }

    /// <summary>Ends the process as <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        IsRunning = false;
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
