using MtlsAspire.EndToEnd.Tests.Support;
using MtlsAspire.TestSupport;

namespace MtlsAspire.EndToEnd.Tests;

/// <summary>The commands of the README, as they stand there but for the directory and the port.</summary>
[Collection(SharedAppHostGroup.Name)]
public sealed class OtherPeoplesClientsTests(SharedAppHost appHost)
{
    private const string Greeting = "Hello, client1! Client verified ✅";
    private const string Refusal = "❌ Client authentication failed.";

    private string Certs => appHost.Running.Certs;

    private string Server => appHost.Running.Server.ToString();

    [ToolFact("curl")]
    public async Task Curl_with_a_certificate_is_greeted_by_name()
    {
        var result = await ProcessRunner.RunAsync(
            "curl", ["-sS", "--cert", $"{Certs}/client1.crt", "--key", $"{Certs}/client1.key", "--cacert", $"{Certs}/ca.crt", Server]);

        Assert.Equal(Greeting, result.EnsureSuccess().StandardOutput);
    }

    [ToolFact("curl")]
    public async Task Curl_without_a_certificate_is_told_401_and_why()
    {
        var result = await ProcessRunner.RunAsync("curl", ["-sS", "-w", "\n%{http_code}", "--cacert", $"{Certs}/ca.crt", Server]);

        Assert.Equal($"{Refusal}\n401", result.EnsureSuccess().StandardOutput);
    }

    [ToolFact("curl")]
    public async Task Curl_refuses_the_server_without_the_CA_certificate()
    {
        const int PeerCertificateCannotBeAuthenticated = 60;

        var result = await ProcessRunner.RunAsync("curl", ["-sS", "--cert", $"{Certs}/client1.crt", "--key", $"{Certs}/client1.key", Server]);

        Assert.Equal(PeerCertificateCannotBeAuthenticated, result.ExitCode);
    }

    [PythonRequestsFact]
    public async Task Python_requests_with_a_certificate_is_greeted_by_name()
    {
        var script = $"""
            import requests
            answer = requests.get('{Server}', cert=('{Certs}/client1.crt', '{Certs}/client1.key'), verify='{Certs}/ca.crt')
            print(answer.status_code, answer.text)
            """;

        var result = await ProcessRunner.RunAsync(PythonRequestsFactAttribute.Python!, ["-c", script], environment: Utf8);

        Assert.Equal($"200 {Greeting}", result.EnsureSuccess().StandardOutput.Trim());
    }

    [PythonRequestsFact]
    public async Task Python_requests_without_a_certificate_is_told_401()
    {
        var script = $"""
            import requests
            answer = requests.get('{Server}', verify='{Certs}/ca.crt')
            print(answer.status_code, answer.text)
            """;

        var result = await ProcessRunner.RunAsync(PythonRequestsFactAttribute.Python!, ["-c", script], environment: Utf8);

        Assert.Equal($"401 {Refusal}", result.EnsureSuccess().StandardOutput.Trim());
    }

    private static Dictionary<string, string?> Utf8 => new() { ["PYTHONIOENCODING"] = "utf-8" };
}
