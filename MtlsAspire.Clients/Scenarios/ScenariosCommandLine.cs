using System.CommandLine;
using System.CommandLine.Invocation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using MtlsAspire.ServiceDefaults;

namespace MtlsAspire.Clients.Scenarios.Cli;

/// <summary>The command line of the program.</summary>
internal static class ScenariosCommandLine
{
    private const string Help = """
        Play every scenario once against the running AppHost, and against rogue servers of its own, and compare what happens with what ought to.

        Exit codes: 0 all as expected; 1 a server is not up, or a file is missing; 2 wrong usage; 3 something was not as expected; 130 interrupted.
        See docs/incidents.md.
        """;

    private static readonly Option<string> Certs = Value("--certs", "DIR", "The certificate directory.", "certs");
    private static readonly Option<string> Config = Value("--config", "FILE", "The declaration of the PKI, whose identities with a defect are played.", "pki.json");
    private static readonly Option<string> Explains = Value("--explains", "URL", "The box's address that explains.", Service("https") ?? "https://localhost:8443");
    private static readonly Option<string> Requires = Value("--requires", "URL", "The box's address that requires.", Service("requires") ?? "https://localhost:8444");
    private static readonly Option<string> Dashboard = Value("--dashboard", "URL", $"The dashboard, for links to traces. With its login link, or with its API key in {DashboardTelemetry.KeyVariable}, the server's reasons are read from there.", Environment.GetEnvironmentVariable("SCENARIOS_DASHBOARD") ?? "http://localhost:15000");
    private static readonly Option<string[]> Filter = new("--filter") { Description = "Only scenarios whose name or lock contains this. May be repeated.", HelpName = "TEXT" };
    private static readonly Option<bool> Json = new("--json") { Description = "Write the result as one JSON document to standard output." };

    /// <summary>Runs the command.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="output">Where the result goes.</param>
    /// <param name="error">Where errors and progress go.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        var root = new RootCommand(Help) { Certs, Config, Explains, Requires, Dashboard, Filter, Json };
        root.SetAction((parsed, cancellationToken) => RunAsync(parsed, output, error, cancellationToken));
        var parsed = root.Parse(args);
        var configuration = new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false };
        try
        {
            if (parsed.Action is ParseErrorAction)
            {
                await error.WriteLineAsync($"error: {parsed.Errors[0].Message.TrimEnd('.').ReplaceLineEndings(" ")}: run with --help for usage");
                return ExitCode.Usage;
            }

            return await parsed.InvokeAsync(configuration);
        }
        catch (MatrixException exception)
        {
            await error.WriteLineAsync($"error: {exception.Message}");
            return exception.Code;
        }
        catch (ConfigurationException exception)
        {
            await error.WriteLineAsync($"error: {exception.Message}");
            return ExitCode.Failure;
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync("interrupted");
            return ExitCode.Interrupted;
        }
    }

    private static async Task<int> RunAsync(ParseResult parsed, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var matrix = Matrix.Read(
            parsed.GetRequiredValue(Config),
            parsed.GetRequiredValue(Certs),
            Address(parsed, Explains),
            Address(parsed, Requires),
            parsed.GetValue(Filter) ?? []);
        using var dashboard = await DashboardTelemetry.ConnectAsync(parsed.GetRequiredValue(Dashboard), cancellationToken);

        // Without it there would be no traces: this is what makes spans, and exports them where the AppHost says where to.
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddEnvironmentVariables();
        builder.AddServiceDefaults();
        using var telemetry = builder.Build();
        await telemetry.StartAsync(cancellationToken);

        var report = new MatrixReport(output, error, parsed.GetValue(Json));
        var results = await report.WithProgressAsync(matrix.Rows.Count, progress => new MatrixRun(matrix, dashboard, TimeProvider.System).RunAsync(progress, cancellationToken));
        await telemetry.StopAsync(cancellationToken);
        report.Write(results);
        return results.All(result => result.AsExpected) ? ExitCode.Success : ExitCode.Unexpected;
    }

    private static Option<string> Value(string name, string help, string description, string otherwise) =>
        new(name) { Description = description, HelpName = help, DefaultValueFactory = _ => otherwise };

    private static string? Service(string endpoint) => Environment.GetEnvironmentVariable($"services__storage__{endpoint}__0");

    private static Uri Address(ParseResult parsed, Option<string> option) =>
        Uri.TryCreate(parsed.GetRequiredValue(option), UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps
            ? address
            : throw new MatrixException($"{option.Name}: '{parsed.GetRequiredValue(option)}' is no https URL; write it like https://localhost:8443", ExitCode.Usage);
}
