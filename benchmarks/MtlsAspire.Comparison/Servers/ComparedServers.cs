namespace MtlsAspire.Comparison.Servers;

/// <summary>The servers that are compared, each with the certificates and revocation lists of one PKI.</summary>
internal sealed class ComparedServers(string certs, string work)
{
    public const string Ours = "ours";
    public const string OursTraced = "ours, traced";
    public const string Kestrel = "plain Kestrel";
    public const string Nginx = "nginx";
    public const string Node = "Node.js";

    private static readonly string[] NginxPaths = ["/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/local/bin/nginx", "/opt/homebrew/bin/nginx"];

    /// <summary>
    /// Our service. Untraced, no span is recorded and connections are not logged, as nginx has its access_log off; traced,
    /// everything is at its default, and spans, metrics and logs are exported.
    /// </summary>
    /// <param name="sink">Where telemetry goes (OTLP over HTTP); <c>null</c> for none.</param>
    public Task<ComparedServer> StartOursAsync(Uri? sink)
    {
        var environment = sink is null
            ? new Dictionary<string, string> { ["OTEL_TRACES_SAMPLER"] = "always_off", ["Logging__LogLevel__Default"] = "Warning" }
            : new Dictionary<string, string> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = sink.ToString(), ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf" };
        return ComparedServer.StartAsync(
            sink is null ? Ours : OursTraced,
            port =>
            [
                Environment.ProcessPath!, "serve", $"--urls=https://127.0.0.1:{port}",
                $"--MutualTls:Certificate={certs}/server.crt", $"--MutualTls:Key={certs}/server.key", $"--MutualTls:TrustAnchors={certs}/ca.crt",
                $"--MutualTls:RevocationLists={certs}/ca.crl;{certs}/issuing-ca.crl", "--MutualTls:Mode=Require",
            ],
            environment);
    }

    public Task<ComparedServer> StartKestrelAsync() =>
        ComparedServer.StartAsync(Kestrel, port => [Environment.ProcessPath!, "serve-plain", certs, port.ToString()]);

    /// <exception cref="ComparisonException">nginx is not installed.</exception>
    public async Task<ComparedServer> StartNginxAsync()
    {
        var nginx = Find("nginx", NginxPaths) ?? throw new ComparisonException("nginx is not installed: apt-get install nginx-light, or leave it out with --without nginx.");
        var lists = await File.ReadAllTextAsync(Path.Combine(certs, "ca.crl")) + await File.ReadAllTextAsync(Path.Combine(certs, "issuing-ca.crl"));
        await File.WriteAllTextAsync(Path.Combine(work, "crls.pem"), lists);
        var template = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Servers", "nginx.conf"));
        return await ComparedServer.StartAsync(Nginx, port =>
        {
            var configuration = Path.Combine(work, "nginx.conf");
            File.WriteAllText(configuration, template
                .Replace("{certs}", certs, StringComparison.Ordinal)
                .Replace("{work}", work, StringComparison.Ordinal)
                .Replace("{port}", port.ToString(), StringComparison.Ordinal)
                // As root, the worker would become a user who may not read the work directory.
                .Replace("{user}", Environment.UserName == "root" ? "user root;" : "", StringComparison.Ordinal));
            return [nginx, "-c", configuration, "-p", work, "-e", Path.Combine(work, "nginx-error.log")];
        });
    }

    /// <exception cref="ComparisonException">Node.js is not installed.</exception>
    public Task<ComparedServer> StartNodeAsync()
    {
        var node = Find("node", []) ?? throw new ComparisonException("Node.js is not installed: apt-get install nodejs, or leave it out with --without node.");
        return ComparedServer.StartAsync(Node, port => [node, Path.Combine(AppContext.BaseDirectory, "Servers", "server.mjs"), certs, port.ToString()]);
    }

    private static string? Find(string program, string[] otherwise) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(directory => Path.Combine(directory, program))
            .Concat(otherwise)
            .FirstOrDefault(File.Exists);
}
