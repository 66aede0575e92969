using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using MtlsAspire.Pki.Cli;
using MtlsAspire.Pki.Tests.Service;

namespace MtlsAspire.Pki.Tests.Cli;

/// <summary><c>inspect HOST:PORT</c>: what live servers show, and what they ask for.</summary>
public sealed class InspectServerTests(RunningPkiService service) : IClassFixture<RunningPkiService>
{
    private string Address => $"{service.Https.Host}:{service.Https.Port}";

    [Fact]
    public async Task A_server_shows_its_chain_and_what_it_asks_for()
    {
        var items = await InspectAsync(Address);

        Assert.Equal("connection", items[0].GetProperty("kind").GetString());
        Assert.Equal("Tls13", Fact(items[0], "protocol"));
        Assert.Equal("asked for", Fact(items[0], "clientCertificate"));
        Assert.Equal("nothing", Fact(items[0], "presented"));
        Assert.Equal(["certificate", "certificate"], items[1..].Select(item => item.GetProperty("kind").GetString()));
        Assert.Equal("CN=MtlsAspire Issuing CA, O=MtlsAspire", Fact(items[1], "issuer"));
        Assert.Equal("CN=MtlsAspire Issuing CA, O=MtlsAspire", Fact(items[2], "subject"));
    }

    [Fact]
    public async Task A_certificate_is_shown_to_the_server_on_demand()
    {
        var items = await InspectAsync(Address, "--cert", Path.Combine(service.Certs, "client1.crt"), "--key", Path.Combine(service.Certs, "client1.key"));

        Assert.Equal("CN=client1, O=MtlsAspire", Fact(items[0], "presented"));
        Assert.StartsWith("HTTP/1.1 ", Fact(items[0], "answer"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_whose_certificate_has_expired_and_that_asks_for_none_is_looked_at_all_the_same()
    {
        using var server = new OldServer();
        var items = await InspectAsync(server.Address);

        Assert.Equal("Tls12", Fact(items[0], "protocol"));
        Assert.Equal("not asked for in the handshake", Fact(items[0], "clientCertificate"));
        Assert.Equal("2001-01-01 00:00:00Z", Fact(items[1], "notAfter"));
    }

    [Fact]
    public async Task A_port_without_TLS_or_without_anybody_is_told_in_one_line()
    {
        Assert.StartsWith($"error: {service.Http.Host}:{service.Http.Port} could not be looked at: ", await RefusedAsync($"{service.Http.Host}:{service.Http.Port}"), StringComparison.Ordinal);

        using var nobody = new TcpListener(IPAddress.Loopback, 0);
        nobody.Start();
        var port = ((IPEndPoint)nobody.LocalEndpoint).Port;
        nobody.Stop();
        Assert.StartsWith($"error: 127.0.0.1:{port} could not be looked at: Connection refused", await RefusedAsync($"127.0.0.1:{port}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_of_somebody_else_is_told_in_one_line() =>
        Assert.Contains(
            "are no certificate with its key",
            await RefusedAsync(Address, "--cert", Path.Combine(service.Certs, "client1.crt"), "--key", Path.Combine(service.Certs, "client2.key")),
            StringComparison.Ordinal);

    private static string? Fact(JsonElement item, string name) => item.GetProperty("facts").GetProperty(name).GetString();

    private static async Task<JsonElement[]> InspectAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = await PkiCommandLine.RunAsync(["inspect", .. arguments, "--json"], output, error);
        Assert.True(exitCode == ExitCode.Success, error.ToString());
        return [.. JsonDocument.Parse(output.ToString()).RootElement.GetProperty("items").EnumerateArray()];
    }

    private static async Task<string> RefusedAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        Assert.Equal(ExitCode.Failure, await PkiCommandLine.RunAsync(["inspect", .. arguments], output, error));
        Assert.Empty(output.ToString());
        return Assert.Single(error.ToString().TrimEnd().Split('\n'));
    }

    /// <summary>TLS 1.2, a certificate of the last century, and no question for the client's.</summary>
    private sealed class OldServer : IDisposable
    {
        private static readonly DateTimeOffset LastCentury = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public OldServer()
        {
            _listener.Start();
            _ = ServeAsync();
        }

        public string Address => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

        public void Dispose() => _listener.Dispose();

        private async Task ServeAsync()
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            using var certificate = new CertificateRequest("CN=old.example", key, HashAlgorithmName.SHA256).CreateSelfSigned(LastCentury, LastCentury.AddYears(1));
            using var connection = await _listener.AcceptTcpClientAsync();
            await using var tls = new SslStream(connection.GetStream());
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate, EnabledSslProtocols = SslProtocols.Tls12 });
            await tls.ReadExactlyAsync(new byte[1]);
        }
    }
}
