using System.CommandLine;
using System.CommandLine.Invocation;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MtlsAspire.ServiceDefaults;
using MtlsAspire.ServiceDefaults.MutualTls;

namespace MtlsAspire.Clients.Load;

/// <summary>The command line of the program.</summary>
internal static class LoadCommandLine
{
    private const int Failed = 3;
    private const int CannotStart = 1;
    private const int Usage = 2;
    private const int Interrupted = 130;

    private const string Help = """
        Make a load on a server with mutual TLS, and show requests and handshakes per second, latencies, and failures by reason.

        The identity is that of the settings MutualTls__Certificate, MutualTls__Key and so on, where they are set, or else --identity in --certs.
        Exit codes: 0 no request failed; 1 it could not start; 2 wrong usage; 3 a request failed; 130 interrupted.
        """;

    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(10);

    private static readonly Option<string> Url = Text("--url", "URL", "What to ask for.", $"{Environment.GetEnvironmentVariable("services__storage__https__0") ?? "https://localhost:8443"}/whoami");
    private static readonly Option<double> Rate = new("--rate") { Description = "Requests per second; 0 for as many as can be.", HelpName = "N", DefaultValueFactory = _ => 100 };
    private static readonly Option<int> Connections = new("--connections") { Description = "How many connections, each with one request at a time.", HelpName = "N", DefaultValueFactory = _ => 8 };
    private static readonly Option<double> Duration = new("--duration") { Description = "For how many seconds.", HelpName = "SECONDS", DefaultValueFactory = _ => 30 };
    private static readonly Option<string> Http = Text("--http", "1.1|2", "The version of HTTP.", "2");
    private static readonly Option<bool> NewConnections = new("--new-connections") { Description = "Make each request on a connection of its own, with a handshake of its own; HTTP 1.1." };
    private static readonly Option<string> Certs = Text("--certs", "DIR", "The certificate directory.", "certs");
    private static readonly Option<string> Identity = Text("--identity", "NAME", "The identity in the certificate directory.", "client1");

    /// <summary>Runs the command.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="output">Where the measurements go.</param>
    /// <param name="error">Where errors go.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        var root = new RootCommand(Help) { Url, Rate, Connections, Duration, Http, NewConnections, Certs, Identity };
        root.SetAction((parsed, cancellationToken) => RunAsync(parsed, output, error, cancellationToken));
        var parsed = root.Parse(args);
        try
        {
            if (parsed.Action is ParseErrorAction)
                return await FailAsync(error, $"{parsed.Errors[0].Message.TrimEnd('.').ReplaceLineEndings(" ")}: run with --help for usage", Usage);

            return await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        }
        catch (ConfigurationException exception)
        {
            return await FailAsync(error, exception.Message, CannotStart);
        }
    }

    private static async Task<int> RunAsync(ParseResult parsed, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        if (FaultOf(parsed) is { } fault) return await FailAsync(error, fault, Usage);

        var isNew = parsed.GetValue(NewConnections);
        var options = new LoadOptions(
            new Uri(parsed.GetRequiredValue(Url)),
            parsed.GetValue(Rate),
            parsed.GetValue(Connections),
            TimeSpan.FromSeconds(parsed.GetValue(Duration)),
            isNew || parsed.GetValue(Http) == "1.1" ? System.Net.HttpVersion.Version11 : System.Net.HttpVersion.Version20,
            isNew);
        using var host = CreateHost(parsed.GetRequiredValue(Certs), parsed.GetRequiredValue(Identity), options.Connections);
        await host.StartAsync(cancellationToken);
        var factory = host.Services.GetRequiredService<IHttpClientFactory>();
        using var statistics = new LoadStatistics();
        var run = new LoadRun(options, [.. Enumerable.Range(0, options.Connections).Select(number => factory.CreateClient(ClientName(number)))], statistics);
        await new LoadReport(statistics, output).ShowAsync(run.RunAsync(cancellationToken));
        await host.StopAsync(CancellationToken.None);
        return cancellationToken.IsCancellationRequested ? Interrupted : statistics.All() is { Failed: 0, Requests: > 0 } ? 0 : Failed;
    }

    private static string? FaultOf(ParseResult parsed) => 0 switch
    {
        _ when !Uri.TryCreate(parsed.GetValue(Url), UriKind.Absolute, out var url) || url.Scheme != Uri.UriSchemeHttps =>
            $"--url: '{parsed.GetValue(Url)}' is no https URL; write it like https://localhost:8443/whoami",
        _ when parsed.GetValue(Rate) is not (>= 0 and <= 1_000_000) => "--rate: write a number of requests per second, or 0",
        _ when parsed.GetValue(Connections) is not (>= 1 and <= 10_000) => "--connections: write a number from 1 to 10000",
        _ when parsed.GetValue(Duration) is not (> 0 and <= 86_400) => "--duration: write a number of seconds, at most 86400",
        _ when parsed.GetValue(Http) is not ("1.1" or "2") => $"--http: '{parsed.GetValue(Http)}' is neither 1.1 nor 2",
        _ => null,
    };

    private static async Task<int> FailAsync(TextWriter error, string message, int exitCode)
    {
        await error.WriteLineAsync($"error: {message}");
        return exitCode;
    }

    // One client for each connection: over HTTP/2, all requests of one would share one.
    private static IHost CreateHost(string certs, string identity, int connections)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(IdentitySettings.Of(certs, identity)).AddEnvironmentVariables();
        builder.AddServiceDefaults();
        builder.AddMutualTls();
        for (var number = 0; number < connections; number++) builder.Services.AddHttpClient(ClientName(number), http => http.Timeout = RequestTimeout).AddMutualTls();
        return builder.Build();
    }

    private static string ClientName(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static Option<string> Text(string name, string help, string description, string otherwise) =>
        new(name) { Description = description, HelpName = help, DefaultValueFactory = _ => otherwise };
}
