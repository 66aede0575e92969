using System.Text.Json;
using Spectre.Console;

namespace MtlsAspire.Clients.Scenarios.Cli;

/// <summary>Shows how far the matrix is, and the result: a table for people, or JSON.</summary>
internal sealed class MatrixReport
{
    private const int PlainWidth = 240;

    private readonly TextWriter _output;
    private readonly TextWriter _error;
    private readonly bool _isJson;
    private readonly bool _isTerminal;
    private readonly IAnsiConsole _console;

    public MatrixReport(TextWriter output, TextWriter error, bool isJson)
    {
        _output = output;
        _error = error;
        _isJson = isJson;
        _isTerminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
        var hasColour = _isTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")); // no-color.org
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = _isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = hasColour ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = _isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!_isTerminal) _console.Profile.Width = PlainWidth;
    }

    /// <summary>Shows progress: a bar on a terminal, a line for each row on standard error elsewhere.</summary>
    public Task<T> WithProgressAsync<T>(int rows, Func<IProgress<MatrixRow>, Task<T>> run) => _isTerminal && !_isJson
        ? _console.Progress()
            .AutoClear(enabled: true)
            .Columns(new ProgressBarColumn(), new TaskDescriptionColumn())
            .StartAsync(context =>
            {
                var task = context.AddTask("", maxValue: rows);
                return run(new Bar(task));
            })
        : run(new Lines(_error, rows));

    /// <summary>Writes the result.</summary>
    public void Write(IReadOnlyList<MatrixResult> results)
    {
        var unexpected = results.Count(result => !result.AsExpected);
        if (_isJson)
        {
            _output.WriteLine(JsonSerializer.Serialize(new MatrixSummary(unexpected == 0, results), ScenariosJsonContext.Default.MatrixSummary));
            return;
        }

        var table = new Table { Border = _isTerminal ? TableBorder.Rounded : TableBorder.None };
        foreach (var column in (string[])["", "scenario", "lock", "expected", "observed", "at the client", "at the server", "trace"])
            table.AddColumn(new TableColumn(new Text(column, new Style(decoration: Decoration.Bold))).NoWrap());
        foreach (var result in results) table.AddRow(Cells(result));
        _console.Write(table);
        _output.WriteLine(unexpected == 0
            ? $"{results.Count} of {results.Count} as expected."
            : $"{unexpected} of {results.Count} NOT as expected: {string.Join("; ", results.Where(result => !result.AsExpected).Select(result => $"{result.Scenario} ({result.Lock}): {result.ClientExplanation}"))}");
    }

    private IEnumerable<Text> Cells(MatrixResult result)
    {
        var style = result.AsExpected ? Style.Plain : new Style(Color.Red);
        yield return new Text(result.AsExpected ? "✓" : "✗", result.AsExpected ? new Style(Color.Green) : style);
        yield return new Text(result.Scenario, style);
        yield return new Text(result.Lock);
        yield return new Text(result.Expected);
        yield return new Text(result.Observed, style);
        yield return new Text(result.ClientReason);
        yield return new Text(result.ServerReason ?? "-");
        // A terminal has no room for the whole of it, and makes it a link instead.
        yield return result.Trace is null ? new Text("-")
            : _isTerminal ? new Text(result.Trace[^7..], new Style(link: result.Trace))
            : new Text(result.Trace);
    }

    private sealed class Bar(ProgressTask task) : IProgress<MatrixRow>
    {
        private int _played;

        public void Report(MatrixRow value)
        {
            task.Value = _played++;
            task.Description = Markup.Escape($"{value.Scenario} (lock {value.LockName})");
        }
    }

    private sealed class Lines(TextWriter writer, int rows) : IProgress<MatrixRow>
    {
        private int _played;

        public void Report(MatrixRow value) => writer.WriteLine($"{++_played} of {rows}: {value.Scenario} (lock {value.LockName})");
    }
}
