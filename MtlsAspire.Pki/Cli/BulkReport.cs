using System.Diagnostics;
using MtlsAspire.Pki.Bootstrap;
using MtlsAspire.Pki.Operations;
using Spectre.Console;

namespace MtlsAspire.Pki.Cli;

/// <summary>Issues many identities and shows how far it is: a bar with the rate on a terminal, a line now and then elsewhere.</summary>
internal static class BulkReport
{
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(
        CommandConsole console, PkiAuthority authority, IReadOnlyList<IdentityDeclaration> identities, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var (issued, present) = console is { IsTerminal: true, IsJson: false }
            ? await WithBarAsync(console, authority, identities, cancellationToken)
            : await authority.IssueManyAsync(identities, CommonOptions.By, new Lines(console.Error, identities.Count), cancellationToken);
        var rate = issued / watch.Elapsed.TotalSeconds;
        console.Result(
            new { Issued = issued, Present = present, Seconds = Math.Round(watch.Elapsed.TotalSeconds, 3), PerSecond = Math.Round(rate, 1) },
            () => console.Output.WriteLine($"issued {issued}, {present} were there already ({rate:0} per second)"));
        return ExitCode.Success;
    }

    private static Task<(int Issued, int Present)> WithBarAsync(
        CommandConsole console, PkiAuthority authority, IReadOnlyList<IdentityDeclaration> identities, CancellationToken cancellationToken) =>
        console.Ansi.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask("issuing", maxValue: identities.Count);
                return await authority.IssueManyAsync(identities, CommonOptions.By, new Bar(task), cancellationToken);
            });

    private sealed class Bar(ProgressTask task) : IProgress<int>
    {
        private readonly Stopwatch _watch = Stopwatch.StartNew();
        private int? _first;

        public void Report(int value)
        {
            _first ??= value;
            task.Value = value;
            task.Description = $"issuing {value}/{task.MaxValue:0}, {(value - _first) / Math.Max(_watch.Elapsed.TotalSeconds, 0.001):0}/s";
        }
    }

    private sealed class Lines(TextWriter writer, int count) : IProgress<int>
    {
        private readonly Stopwatch _watch = Stopwatch.StartNew();
        private TimeSpan _next = LineInterval;

        public void Report(int value)
        {
            if (_watch.Elapsed >= _next)
            {
                _next = _watch.Elapsed + LineInterval;
                writer.WriteLine($"{value} of {count}");
            }
        }
    }
}
