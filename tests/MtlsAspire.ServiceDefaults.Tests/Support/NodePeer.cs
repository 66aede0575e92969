using System.Globalization;
using System.Security.Authentication;
using MtlsAspire.TestSupport;

namespace MtlsAspire.Tests.Support;

/// <summary>
/// Node.js as a peer: its TLS sends the certificates of a file as they are, and any kind of key, where .NET's mends chains
/// and OpenSSL's default settings forbid weak keys.
/// </summary>
internal static class NodePeer
{
    private const string ClientScript = """
        const https = require('https'), [port, name, version, path] = process.argv.slice(1);
        let input = '';
        process.stdin.on('data', data => input += data).on('end', () => {
          const request = https.request({
            host: '127.0.0.1', port, servername: name, path, agent: false, cert: input, key: input, rejectUnauthorized: false,
            minVersion: version, maxVersion: version, ciphers: 'DEFAULT@SECLEVEL=0', headers: { host: 'localhost', connection: 'close' },
          }, response => {
            let body = '';
            response.on('data', data => body += data).on('end', () =>
              process.stdout.write(`HTTP/1.1 ${response.statusCode} ${response.statusMessage}\r\n\r\n${body}`));
          });
          request.on('error', error => process.stdout.write(`${error.code ?? error.name}: ${error.message}`)).end();
        });
        """;

    private const string ServerScript = """
        const https = require('https'), [version] = process.argv.slice(1);
        let input = '';
        process.stdin.on('data', data => input += data).on('end', () => {
          const server = https.createServer({
            cert: input, key: input, requestCert: true, rejectUnauthorized: false,
            minVersion: version, maxVersion: version, ciphers: 'DEFAULT@SECLEVEL=0',
          }, (request, response) => response.end('ok'));
          server.listen(0, '127.0.0.1', () => console.log(server.address().port));
        });
        """;

    /// <summary>Calls a server.</summary>
    /// <param name="server">Its address.</param>
    /// <param name="serverName">The name to ask for.</param>
    /// <param name="protocol">The one TLS version to offer.</param>
    /// <param name="pem">Certificates in the order to send them in, and the private key of the first.</param>
    /// <param name="path">What to ask for.</param>
    /// <returns>The answer as HTTP/1.1 has it, or the error.</returns>
    public static async Task<string> GetAsync(Uri server, string serverName, SslProtocols protocol, string pem, string path)
    {
        string[] arguments = ["-e", ClientScript, server.Port.ToString(CultureInfo.InvariantCulture), serverName, VersionOf(protocol), path];
        return (await ProcessRunner.RunAsync("node", arguments, input: pem)).EnsureSuccess().StandardOutput;
    }

    /// <summary>Starts a server that answers "ok".</summary>
    /// <param name="protocol">The one TLS version that it speaks.</param>
    /// <param name="pem">Certificates in the order to send them in, and the private key of the first.</param>
    public static async Task<RunningNode> StartServerAsync(SslProtocols protocol, string pem)
    {
        var process = ProcessRunner.Start("node", ["-e", ServerScript, VersionOf(protocol)]);
        await process.StandardInput.WriteAsync(pem);
        process.StandardInput.Close();
        var port = await process.StandardOutput.ReadLineAsync();
        return new RunningNode(process, new Uri($"https://localhost:{port}"));
    }

    private static string VersionOf(SslProtocols protocol) => protocol == SslProtocols.Tls12 ? "TLSv1.2" : "TLSv1.3";
}
