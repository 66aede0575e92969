using System.Text.Json;
using Aspire.Hosting.Testing;
using MtlsAspire.EndToEnd.Tests.Support;
using MtlsAspire.TestSupport;

namespace MtlsAspire.EndToEnd.Tests;

/// <summary>Two boxes, two locks: the workflow in the running application.</summary>
[Collection(SharedAppHostGroup.Name)]
public sealed class BoxesTests(SharedAppHost appHost)
{
    [Fact]
    public async Task One_trace_goes_from_the_analyst_through_processing_to_storage_with_an_identity_at_each_hop()
    {
        using var telemetry = appHost.Running.Telemetry();
        var run = await telemetry.WaitForSpanAsync("processing", s => s.Name == "POST /runs" && s["http.response.status_code"] == "201");

        var trace = await telemetry.WaitForTraceAsync(
            run.TraceId, spans => spans.Any(s => s is { Resource: "storage", Name: "GET /items/{name}" }) && spans.Any(s => s.Resource == "client2"));

        var read = trace.First(s => s is { Resource: "storage", Name: "GET /items/{name}" });
        Assert.Equal("CN=client2, OU=analyst, O=MtlsAspire", run["tls.client.subject"]);
        Assert.Equal("CN=processing, O=MtlsAspire", read["tls.client.subject"]);
    }

    [ToolFact("curl", "openssl")]
    public async Task A_forwarded_result_is_taken_out_of_the_archive_by_curl_and_verified_by_openssl()
    {
        var certs = appHost.Running.Certs;
        var archive = appHost.Running.Application.GetEndpoint("archive", "https");
        using var directory = new TemporaryDirectory();
        using var telemetry = appHost.Running.Telemetry();
        await telemetry.WaitForSpanAsync("archive", s => s.Kind == DashboardSpan.Server && s["http.response.status_code"] == "201");

        var list = JsonDocument.Parse((await CurlAsync(new Uri(archive, "/results"))).StandardOutput);
        var run = list.RootElement.GetProperty("items")[0].GetProperty("name").GetString()!;
        await CurlAsync(new Uri(archive, $"/results/{run}"), "--output", directory.Combine("run.p7m"));
        var verified = await ProcessRunner.RunAsync(
            "openssl", ["cms", "-verify", "-binary", "-inform", "DER", "-in", directory.Combine("run.p7m"), "-CAfile", Path.Combine(certs, "ca.crt"), "-out", directory.Combine("content")]);

        Assert.Contains("successful", verified.EnsureSuccess().StandardError, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(run, (await File.ReadAllLinesAsync(directory.Combine("content")))[0], StringComparison.Ordinal);

        async Task<ProcessResult> CurlAsync(Uri address, params string[] more) => (await ProcessRunner.RunAsync(
            "curl", ["-sS", "--fail", "--cert", $"{certs}/client2.crt", "--key", $"{certs}/client2.key", "--cacert", $"{certs}/ca.crt", address.ToString(), .. more])).EnsureSuccess();
    }
}
