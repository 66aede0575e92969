using System.CommandLine;
using System.CommandLine.Invocation;
using System.Text.Json;

namespace MtlsAspire.Comparison;

/// <summary>The command line of the comparison.</summary>
internal static class ComparisonCommand
{
    private const string Help = """
        Compare what mutual TLS costs: our service, nginx and Node.js with the same certificates, checks and load.

        The figure is the server's CPU per operation, user and kernel time; rates depend on what else the machine does.
        All servers run on this machine, and get their load in turn, over several rounds; medians are reported.
        """;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static async Task<int> RunAsync(string[] args)
    {
        var rounds = Positive("--rounds", 7, "How often each server gets each kind of load.");
        var handshakes = Positive("--handshakes", 400, "How many handshakes make a round.");
        var requests = Positive("--requests", 20_000, "How many requests on open connections make a round.");
        var without = new Option<string[]>("--without") { Description = "A server to leave out. May be repeated.", HelpName = "SERVER" };
        without.AcceptOnlyFromAmong("ours", "traced", "kestrel", "nginx", "node");
        var json = new Option<bool>("--json") { Description = "Print JSON instead of a table." };
        var command = new RootCommand(Help) { rounds, handshakes, requests, without, json };
        command.SetAction((parsed, _) => CompareAsync(
            new ComparisonOptions(parsed.GetValue(rounds), parsed.GetValue(handshakes), parsed.GetValue(requests), parsed.GetValue(without) ?? []),
            parsed.GetValue(json)));

        var parsed = command.Parse(args);
        if (parsed.Action is not ParseErrorAction) return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        await Console.Error.WriteLineAsync($"error: {parsed.Errors[0].Message.TrimEnd('.')}: run with --help for usage");
        return 2;
    }

    private static async Task<int> CompareAsync(ComparisonOptions options, bool asJson)
    {
        try
        {
            var results = await new ComparisonRun(options, Console.Error).RunAsync();
            await Console.Out.WriteLineAsync(asJson ? JsonSerializer.Serialize(new { options, results }, Json) : ResultTable.Format(results));
            return 0;
        }
        catch (ComparisonException exception)
        {
            await Console.Error.WriteLineAsync($"error: {exception.Message}");
            return 1;
        }
    }

    private static Option<int> Positive(string name, int otherwise, string description)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => otherwise, HelpName = "N" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (!int.TryParse(token.Value, out var value) || value < 1)) result.AddError($"{name}: '{token.Value}' is not a positive number");
        });
        return option;
    }
}
