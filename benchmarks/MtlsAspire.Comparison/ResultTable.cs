using System.Text;

namespace MtlsAspire.Comparison;

/// <summary>Results as a table in Markdown.</summary>
internal static class ResultTable
{
    public static string Format(IReadOnlyList<Result> results)
    {
        var table = new StringBuilder()
            .AppendLine("| load | server | CPU/op (ms) | to nginx | to Node.js | rate (/s) | resumed | memory (MB) |")
            .AppendLine("|---|---|---:|---:|---:|---:|---:|---:|");
        foreach (var result in results)
        {
            table.AppendLine(
                $"| {result.Scenario} | {result.Server} | {result.CpuMilliseconds:0.000} | {Times(result.ToNginx)} | {Times(result.ToNode)} | {result.Rate:0} | {result.Resumed:P0} | {result.MemoryMegabytes:0} |");
        }

        return table.ToString().TrimEnd();
    }

    private static string Times(double? ratio) => ratio is { } value ? $"{value:0.00}" : "–";
}
