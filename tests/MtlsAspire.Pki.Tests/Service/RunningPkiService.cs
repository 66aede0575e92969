using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Bootstrap;
using MtlsAspire.Pki.Configuration;
using MtlsAspire.Pki.Est;
using MtlsAspire.Pki.Ledger;
using MtlsAspire.Pki.Operations;
using MtlsAspire.Pki.Service;
using MtlsAspire.TestSupport;

namespace MtlsAspire.Pki.Tests.Service;

/// <summary>The service, on real sockets, over a PKI of its own.</summary>
public sealed class RunningPkiService : IAsyncLifetime, IDisposable
{
    private readonly TemporaryDirectory _temporary = new();
    private readonly List<HttpClient> _clients = [];
    private WebApplication? _app;

    /// <summary>A clock of the test's own must be set before the start; null is the system's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public CollectedLines Log { get; } = new();

    public string Certs => _temporary.Combine("certs");

    public Uri Http { get; private set; } = null!;

    public Uri Https { get; private set; } = null!;

    public PkiAuthority Authority => Get<PkiAuthority>();

    /// <summary>Certificates name the addresses at which this service publishes.</summary>
    public PkiConfiguration Configuration { get; } = PkiConfiguration.Default with
    {
        Publication = new PublicationUrls(new Uri($"http://127.0.0.2:{FreePorts.Next()}")),
        Identities =
        [
            .. IdentityDeclaration.Defaults(),
            Operator("operator"),
            new("web", LeafRequest.Server("web", "web.example.org")),
        ],
    };

    public static IdentityDeclaration Operator(string name) =>
        new(name, LeafRequest.Client(name) with { Subject = SubjectName.Of(name, SubjectFields.Default, ["operator"]) });

    public async Task InitializeAsync()
    {
        await PkiBootstrap.RunAsync(new BootstrapOptions { Directory = Certs, Configuration = Configuration, Clock = Clock });
        await StartAsync();
    }

    public async Task StartAsync()
    {
        var options = new PkiServiceOptions
        {
            Directory = Certs,
            Configuration = Configuration,
            Urls = $"{Configuration.Publication!.Ocsp.Replace("/ocsp", string.Empty, StringComparison.Ordinal)};https://127.0.0.1:0",
            Clock = Clock,
        };
        _app = await PkiService.CreateAsync(options, builder => builder.Logging.ClearProviders().AddProvider(Log));
        await _app.StartAsync();
        var addresses = Get<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses;
        Http = new Uri(addresses.Single(address => address.StartsWith("http:", StringComparison.Ordinal)));
        Https = new Uri(addresses.Single(address => address.StartsWith("https:", StringComparison.Ordinal)));
    }

    public T Get<T>()
        where T : notnull => _app!.Services.GetRequiredService<T>();

    /// <summary>A token, as an operator would make it.</summary>
    public string Token(string identity, params string[] hosts) => Get<EnrolmentTokens>().Create(identity, hosts, TimeSpan.FromMinutes(10), "test").Secret;

    /// <summary>A client over https with the certificate of an identity, or with none.</summary>
    public HttpClient Client(string? identity = null)
    {
        using var ca = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(Certs, "ca.crt"));
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(X509CertificateLoader.LoadCertificate(ca.RawData));
        var handler = new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = policy } };
        if (identity is not null)
        {
            var path = Path.Combine(Certs, identity);
            handler.SslOptions.ClientCertificates = [X509Certificate2.CreateFromPemFile(path + ".crt", path + ".key")];
            handler.SslOptions.LocalCertificateSelectionCallback = (_, _, certificates, _, _) => certificates[0];
        }

        var client = new HttpClient(handler) { BaseAddress = Https };
        _clients.Add(client);
        return client;
    }

    /// <summary>Posts a body without knowing whether it is any good.</summary>
    public static async Task<HttpResponseMessage> PostAsync(HttpClient client, Uri uri, byte[] body, string type, string? authorization = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, uri) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        // Lets the server refuse a large body before it is sent; else the connection may break while it is.
        request.Headers.ExpectContinue = body.Length > 1 << 16;
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        return await client.SendAsync(request);
    }

    public Task<ProcessResult> OpenSslAsync(params string[] arguments) => ProcessRunner.RunAsync("openssl", arguments, workingDirectory: Certs);

    public Task<ProcessResult> CurlAsync(params string[] arguments) =>
        ProcessRunner.RunAsync("curl", ["-sS", "--cacert", "ca.crt", .. arguments], workingDirectory: Certs);

    /// <summary>Every file with its content, and every certificate and token in the ledger: what a refused request must not change.</summary>
    public IReadOnlyList<string> Snapshot() =>
    [
        .. Directory.GetFiles(Certs).Order(StringComparer.Ordinal).Select(path => $"{Path.GetFileName(path)} {Convert.ToHexString(File.ReadAllBytes(path))}"),
        .. Authority.List(LedgerFilter.All).Select(entry => $"{entry.Serial} {entry.Name} {entry.Revocation}"),
        .. Get<EnrolmentTokens>().All().Select(token => $"{token.Id} {token.UsedAt}"),
    ];

    public async Task StopAsync()
    {
        await _app!.StopAsync();
        await _app.DisposeAsync();
    }

    public Task DisposeAsync() => StopAsync();

    public void Dispose()
    {
        _clients.ForEach(client => client.Dispose());
        _temporary.Dispose();
    }
}
