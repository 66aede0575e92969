using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using MtlsAspire.Pki.Bootstrap;
using MtlsAspire.Pki.Service;
using MtlsAspire.TestSupport;

namespace MtlsAspire.Pki.Tests.Service;

/// <summary><c>serve</c> as a process of its own.</summary>
public sealed class ServeCommandTests : IDisposable
{
    private static readonly Assembly Program = typeof(PkiService).Assembly;
    private readonly TemporaryDirectory _directory = new();

    private string Certs => _directory.Combine("certs");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Without_a_PKI_it_says_what_to_do_and_makes_nothing()
    {
        var result = await ServeAsync("--urls", "http://127.0.0.1:0");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("run bootstrap first", Assert.Single(result.StandardError.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Certs));
    }

    [Theory]
    [InlineData("https://127.0.0.1:99999")]
    [InlineData("nonsense")]
    public async Task A_URL_that_is_none_is_one_line(string url)
    {
        await BootstrapAsync();

        var result = await ServeAsync("--urls", url);

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("error: ", Assert.Single(result.StandardError.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.Contains(url, result.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_busy_port_is_told_with_the_way_out()
    {
        await BootstrapAsync();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        var result = await ServeAsync("--urls", $"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("give other --urls", Assert.Single(result.StandardError.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [ToolFact("kill")]
    public async Task It_serves_until_it_is_stopped_and_then_returns_0()
    {
        await BootstrapAsync();
        using var process = ProcessRunner.StartDotnet(Program, ["serve", "--certs", Certs, "--urls", "http://127.0.0.1:0;https://127.0.0.2:0"]);
        try
        {
            using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            using var client = new HttpClient();
            var address = await ListeningAsync(process, deadline.Token);
            Assert.Equal("Healthy", await client.GetStringAsync(new Uri(address, "/health"), deadline.Token));

            (await ProcessRunner.RunAsync("kill", ["-TERM", $"{process.Id}"])).EnsureSuccess();
            await process.WaitForExitAsync(deadline.Token);
            Assert.Equal(0, process.ExitCode);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static async Task<Uri> ListeningAsync(Process process, CancellationToken cancellationToken)
    {
        const string Mark = "Now listening on: http://";
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Contains(Mark, StringComparison.Ordinal))
            {
                // The rest is read, lest the process wait for a full pipe.
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return new Uri(line[line.IndexOf("http://", StringComparison.Ordinal)..].Trim());
            }
        }

        throw new InvalidOperationException(await process.StandardError.ReadToEndAsync(cancellationToken));
    }

    private Task<BootstrapResult> BootstrapAsync() => PkiBootstrap.RunAsync(new BootstrapOptions { Directory = Certs });

    private Task<ProcessResult> ServeAsync(params string[] arguments) => ProcessRunner.RunDotnetAsync(Program, ["serve", "--certs", Certs, .. arguments]);
}
