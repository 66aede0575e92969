using System.Net;
using System.Net.Sockets;
using MtlsAspire.Tests.Support;
using MtlsAspire.TestSupport;

namespace MtlsAspire.Server.Tests;

/// <summary>The program, as a process of its own.</summary>
public sealed class ProgramTests : IDisposable
{
    private readonly TestPki _pki = new();

    public void Dispose() => _pki.Dispose();

    [Fact]
    public async Task A_missing_setting_is_one_line_on_standard_error_and_exit_code_1()
    {
        var result = await RunAsync([]);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(
            "MutualTls:Certificate is not set; set it (environment: MutualTls__Certificate) to the path of a PEM file.",
            result.StandardError.TrimEnd());
        Assert.Empty(result.StandardOutput);
    }

    [Fact]
    public async Task A_busy_port_is_told_with_the_way_out()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var result = await RunAsync([.. _pki.Write(_pki.IssueServer()), $"--urls=https://127.0.0.1:{port}"]);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(
            $"Failed to bind to address https://127.0.0.1:{port}: address already in use. Stop the process that uses it, or set ASPNETCORE_URLS to a free port.",
            result.StandardError.TrimEnd());
    }

    [Fact]
    public async Task Without_a_URL_it_listens_where_the_plan_says()
    {
        await using var server = ServerApplication.Create([.. _pki.Write(_pki.IssueServer()), "--urls="]);

        Assert.Equal("https://localhost:8443", server.Configuration["urls"]);
    }

    private static Task<ProcessResult> RunAsync(string[] args) => ProcessRunner.RunDotnetAsync(
        typeof(ServerApplication).Assembly,
        args,
        environment: new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["ASPNETCORE_URLS"] = null,
            ["MutualTls__Certificate"] = null,
        });
}
