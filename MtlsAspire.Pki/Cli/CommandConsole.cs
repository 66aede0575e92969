using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace MtlsAspire.Pki.Cli;

/// <summary>Writes the results of a command: for people with colour and tables where there is a terminal, plainly elsewhere, or as JSON.</summary>
internal sealed class CommandConsole
{
    private const int PlainWidth = 240;

    private static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // it goes to a pipe, not into a page
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private readonly IAnsiConsole _console;

    public CommandConsole(InvocationConfiguration configuration, bool json)
    {
        Output = configuration.Output;
        Error = configuration.Error;
        IsJson = json;
        IsTerminal = ReferenceEquals(configuration.Output, Console.Out) && !Console.IsOutputRedirected;
        var hasColour = IsTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")); // no-color.org
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(configuration.Output),
            Ansi = IsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = hasColour ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = IsTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!IsTerminal)
        {
            _console.Profile.Width = PlainWidth;
        }
    }

    /// <summary>Where results go.</summary>
    public TextWriter Output { get; }

    /// <summary>Where everything else goes.</summary>
    public TextWriter Error { get; }

    /// <summary>Whether results are JSON.</summary>
    public bool IsJson { get; }

    /// <summary>Whether a person looks on.</summary>
    public bool IsTerminal { get; }

    /// <summary>What draws tables and progress bars.</summary>
    public IAnsiConsole Ansi => _console;

    /// <summary>Writes a result as JSON, or else lets it be written for people.</summary>
    public void Result<T>(T json, Action forPeople)
    {
        if (IsJson)
        {
            Output.WriteLine(JsonSerializer.Serialize(json, JsonOptions));
        }
        else
        {
            forPeople();
        }
    }

    /// <summary>Writes a table; a cell that begins with an exclamation mark is red.</summary>
    public void Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new Table { Border = IsTerminal ? TableBorder.Rounded : TableBorder.None };
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(new Text(column, new Style(decoration: Decoration.Bold))).NoWrap());
        }

        foreach (var row in rows)
        {
            table.AddRow(row.Select(cell => cell.StartsWith('!') ? new Text(cell[1..], new Style(Color.Red)) : new Text(cell)));
        }

        _console.Write(table);
    }
}
