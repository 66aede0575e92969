using MtlsAspire.Pki.Bootstrap;
using MtlsAspire.Server;
using MtlsAspire.Tests.Support;
using MtlsAspire.TestSupport;

namespace MtlsAspire.Clients.Tests.Scenarios;

/// <summary>Box 1 as the AppHost has it, with the repository's own <c>pki.json</c> and locks, on two addresses.</summary>
public sealed class DeclaredBox : IAsyncLifetime, IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private TestServer? _server;

    public static string Declarations => Repository.PathOf("pki.json");

    public string Certs => _directory.Combine("certs");

    public Uri Explains { get; } = new($"https://localhost:{FreePorts.Next()}");

    public Uri Requires { get; } = new($"https://localhost:{FreePorts.Next()}");

    public async Task InitializeAsync()
    {
        (await ProcessRunner.RunDotnetAsync(typeof(PkiBootstrap).Assembly, ["bootstrap", "--certs", Certs, "--config", Declarations])).EnsureSuccess();
        _server = await TestServer.StartAsync(
            [
                .. Settings("storage"),
                $"--urls=https://127.0.0.1:{Explains.Port};https://127.0.0.1:{Requires.Port}",
                $"--MutualTls:RequirePorts={Requires.Port}",
                "--Box:Name=storage",
                "--Box:Serves=items",
                $"--Box:Data={_directory.Combine("box")}",
                $"--Box:Policy={Repository.PathOf("MtlsAspire.AppHost", "policies", "storage.json")}",
            ],
            ServerApplication.Create);
    }

    public async Task DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }

    public void Dispose() => _directory.Dispose();

    /// <summary>The command line that names the files of an identity.</summary>
    public string[] Settings(string identity) => [.. IdentitySettings.Of(Certs, identity).Select(setting => $"--{setting.Key}={setting.Value}")];

    /// <summary>The command line that names the box's addresses, as the AppHost does.</summary>
    public string[] Addresses => [$"--services:storage:https:0={Explains}", $"--services:storage:requires:0={Requires}"];
}
