using MtlsAspire.Tests.Support;
using MtlsAspire.TestSupport;

namespace MtlsAspire.Server.Tests;

/// <summary>The plan's commands work as they are written, run where <c>certs/</c> is.</summary>
public sealed class CommandLineClientTests : IAsyncLifetime, IDisposable
{
    private readonly TestPki _pki = new();
    private readonly TemporaryDirectory _directory = new();
    private TestServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await TestServer.StartAsync(_pki.Write(_pki.IssueServer()), ServerApplication.Create);
        using var leaf = _pki.IssueClient();
        _pki.Write(leaf);
        Directory.CreateDirectory(_directory.Combine("certs"));
        foreach (var name in new[] { "ca.crt", "client1.crt", "client1.key" })
        {
            File.Copy(_pki.PathOf(name), _directory.Combine("certs", name));
        }
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose()
    {
        _directory.Dispose();
        _pki.Dispose();
    }

    [ToolFact("curl")]
    public async Task Curl_with_a_certificate_is_greeted()
    {
        var result = await RunAsync(
            "curl", $"--silent --show-error --cert certs/client1.crt --key certs/client1.key --cacert certs/ca.crt {Url}");

        Assert.Equal("Hello, client1! Client verified ✅", result.EnsureSuccess().StandardOutput);
    }

    [ToolFact("curl")]
    public async Task Curl_without_a_certificate_is_told_so()
    {
        var result = await RunAsync("curl", $"--silent --show-error --write-out %{{http_code}} --cacert certs/ca.crt {Url}");

        Assert.Equal("❌ Client authentication failed.401", result.EnsureSuccess().StandardOutput);
    }

    [PythonRequestsFact]
    public async Task Python_requests_with_a_certificate_is_greeted()
    {
        var script =
            "import requests, sys; "
            + $"r = requests.get('{Url}', cert=('certs/client1.crt', 'certs/client1.key'), verify='certs/ca.crt'); "
            + "sys.stdout.buffer.write((str(r.status_code) + ' ' + r.text).encode('utf-8'))";

        var result = await ProcessRunner.RunAsync(PythonRequestsFactAttribute.Python!, ["-c", script], workingDirectory: _directory.Path);

        Assert.Equal("200 Hello, client1! Client verified ✅", result.EnsureSuccess().StandardOutput);
    }

    private string Url => _server.Https.ToString();

    private Task<ProcessResult> RunAsync(string tool, string arguments) =>
        ProcessRunner.RunAsync(tool, arguments.Split(' '), workingDirectory: _directory.Path);
}
