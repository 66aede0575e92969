using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using Embedded.Aspire.Tests.ApplicationModel;
using Embedded.Aspire.Tests.Dcp;

namespace Embedded.Aspire.Tests.Dashboard;

/// <summary>The real dashboard, started on free ports and connected to a resource service.</summary>
internal sealed class DashboardProgram : IAsyncDisposable
{
    private const string TelemetryKey = "telemetry-key";
    private const string OtlpKey = "otlp-key";

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("dashboard-test-");
    private readonly ConcurrentQueue<string> _output = new();
    private readonly Process _process = new();
    private readonly HttpClient _http = new();

    /// <summary>The program, or null if it is not there.</summary>
    public static string? InstalledPath { get; } = Find();

    public string Output => string.Join('\n', _output);

    public bool IsRunning => !_process.HasExited;

    public static async Task<DashboardProgram> StartAsync(Uri resourceService, string resourceServiceKey)
    {
        var dashboard = new DashboardProgram();
        dashboard.Start(resourceService, resourceServiceKey);
        await dashboard.OutputContainsAsync("Login to the dashboard at");
        dashboard._http.BaseAddress = dashboard.Address("Now listening on: ");
        dashboard._http.DefaultRequestHeaders.Add("x-api-key", TelemetryKey);
        dashboard._http.DefaultRequestHeaders.Add("x-otlp-api-key", OtlpKey);
        return dashboard;
    }

    /// <summary>Asks for telemetry, for which the dashboard must know the resources: it connects to the resource service.</summary>
    public async Task<string> GetTelemetryAsync(string path) =>
        await _http.GetStringAsync(new Uri($"api/telemetry/{path}", UriKind.Relative), ObservableModel.Soon);

    /// <summary>Sends the span of a call from a resource "client" to an address (OTLP/HTTP, JSON).</summary>
    public async Task PostSpanAsync(string spanId, string address, int port)
    {
        using var body = new StringContent(
            $$$"""
            {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"client"}}]},
             "scopeSpans":[{"scope":{"name":"test"},"spans":[{"traceId":"{{{spanId}}}{{{spanId}}}","spanId":"{{{spanId}}}","name":"call","kind":3,
             "startTimeUnixNano":"1700000000000000000","endTimeUnixNano":"1700000000100000000","status":{},
             "attributes":[{"key":"server.address","value":{"stringValue":"{{{address}}}"}},{"key":"server.port","value":{"intValue":"{{{port}}}"}}]}]}]}]}
            """,
            new MediaTypeHeaderValue("application/json"));
        using var response = await _http.PostAsync(new Uri(Address("OTLP/HTTP listening on: "), "v1/traces"), body, ObservableModel.Soon);
        response.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (IsRunning)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync(ObservableModel.Soon);
        _process.Dispose();
        _home.Delete(recursive: true);
    }

    private void Start(Uri resourceService, string resourceServiceKey)
    {
        var start = _process.StartInfo;
        start.FileName = InstalledPath!;
        start.ArgumentList.Add("dashboard");
        start.WorkingDirectory = Path.GetDirectoryName(InstalledPath)!;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        foreach (var (name, value) in Environment(resourceService, resourceServiceKey))
        {
            start.Environment[name] = value;
        }

        _process.OutputDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        _process.ErrorDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private IEnumerable<(string Name, string Value)> Environment(Uri resourceService, string resourceServiceKey) =>
    [
        ("HOME", _home.FullName),
        ("ASPNETCORE_ENVIRONMENT", "Production"),
        ("ASPNETCORE_URLS", "http://127.0.0.1:0"),
        ("ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", "http://127.0.0.1:0"),
        ("ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL", "http://127.0.0.1:0"),
        ("ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL", resourceService.ToString()),
        ("DASHBOARD__RESOURCESERVICECLIENT__AUTHMODE", "ApiKey"),
        ("DASHBOARD__RESOURCESERVICECLIENT__APIKEY", resourceServiceKey),
        ("DASHBOARD__FRONTEND__AUTHMODE", "BrowserToken"),
        ("DASHBOARD__FRONTEND__BROWSERTOKEN", "browser-token"),
        ("DASHBOARD__OTLP__AUTHMODE", "ApiKey"),
        ("DASHBOARD__OTLP__PRIMARYAPIKEY", OtlpKey),
        ("DASHBOARD__API__AUTHMODE", "ApiKey"),
        ("DASHBOARD__API__PRIMARYAPIKEY", TelemetryKey),
    ];

    private Uri Address(string label) =>
        new(_output.First(line => line.Contains(label, StringComparison.Ordinal)).Split(label)[1].Trim());

    private Task OutputContainsAsync(string text) => Eventually.TrueAsync(
        () => IsRunning ? Output.Contains(text, StringComparison.Ordinal) : throw new InvalidOperationException($"The dashboard ended:\n{Output}"),
        $"the dashboard writes '{text}'");

    private static string? Find()
    {
        var configured = System.Environment.GetEnvironmentVariable("ASPIRE_DASHBOARD_PATH");
        var file = !string.IsNullOrEmpty(configured) ? configured :
            InstalledRuntime.DcpPath is { } dcp ? Path.GetFullPath(Path.Combine(dcp, "..", "..", "managed", "aspire-managed")) :
            null;
        return File.Exists(file) ? file : null;
    }
}
