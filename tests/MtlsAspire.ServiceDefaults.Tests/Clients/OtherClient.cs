using System.Globalization;
using System.Security.Authentication;
using MtlsAspire.TestSupport;

namespace MtlsAspire.ServiceDefaults.Tests.Clients;

/// <summary>A client that others wrote: makes one request for <c>/claims</c>, and lets see what it says.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Tool">The program.</param>
/// <param name="Arguments">Its arguments for a port, a TLS version, and a PEM file with certificate and key (<c>null</c> for none).</param>
/// <param name="Input">What it reads.</param>
internal sealed record OtherClient(string Name, string Tool, Func<int, SslProtocols, string?, string[]> Arguments, string? Input = null)
{
    private const string PythonScript = """
        import requests, ssl, sys
        from requests.adapters import HTTPAdapter
        port, version, cert = sys.argv[1:4]
        class One(HTTPAdapter):
            def init_poolmanager(self, *args, **kwargs):
                context = ssl.create_default_context(cafile='ca.crt')
                context.minimum_version = context.maximum_version = ssl.TLSVersion[version]
                if cert: context.load_cert_chain(cert)
                return super().init_poolmanager(*args, ssl_context=context, **kwargs)
        session = requests.Session()
        session.verify = 'ca.crt'
        session.mount('https://', One())
        answer = session.get(f'https://localhost:{port}/claims')
        print('HTTP/1.1', answer.status_code, answer.text)
        """;

    private const string NodeScript = """
        const https = require('https'), fs = require('fs'), [port, version, cert] = process.argv.slice(1);
        const identity = cert ? { cert: fs.readFileSync(cert), key: fs.readFileSync(cert) } : {};
        https.get({ host: 'localhost', port, path: '/claims', agent: false, ca: fs.readFileSync('ca.crt'), minVersion: version, maxVersion: version, ...identity },
          answer => {
            let body = '';
            answer.on('data', data => body += data).on('end', () => console.log('HTTP/1.1', answer.statusCode, body));
          }).on('error', error => { console.error(`${error.code}: ${error.message}`); process.exitCode = 1; });
        """;

    public static OtherClient Curl { get; } = new("curl", "curl", (port, protocol, pem) =>
        ["-sS", "-i", "--cacert", "ca.crt", "--tlsv1.2", "--tls-max", protocol == SslProtocols.Tls12 ? "1.2" : "1.3", .. pem is null ? Array.Empty<string>() : ["--cert", pem], $"https://localhost:{port}/claims"]);

    public static OtherClient OpenSsl { get; } = new(
        "openssl s_client",
        "openssl",
        (port, protocol, pem) =>
        [
            "s_client", "-quiet", "-verify_return_error", "-CAfile", "ca.crt", "-connect", $"localhost:{port}", "-servername", "localhost",
            protocol == SslProtocols.Tls12 ? "-tls1_2" : "-tls1_3", .. pem is null ? Array.Empty<string>() : ["-cert", pem, "-cert_chain", "issuing-ca.crt"],
        ],
        "GET /claims HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

    public static OtherClient Node { get; } = new("Node.js https", "node", (port, protocol, pem) =>
        ["-e", NodeScript, port.ToString(CultureInfo.InvariantCulture), protocol == SslProtocols.Tls12 ? "TLSv1.2" : "TLSv1.3", .. pem is null ? Array.Empty<string>() : [pem]]);

    public static OtherClient Python => new("Python requests", PythonRequestsFactAttribute.Python!, (port, protocol, pem) =>
        ["-c", PythonScript, port.ToString(CultureInfo.InvariantCulture), protocol == SslProtocols.Tls12 ? "TLSv1_2" : "TLSv1_3", pem ?? ""]);

    public Task<ProcessResult> GetAsync(int port, SslProtocols protocol, string? pem, string directory) =>
        ProcessRunner.RunAsync(Tool, Arguments(port, protocol, pem), Input, directory);
}
