using System.Text.Json;

namespace Aspire.Hosting.Orchestration;

/// <summary>A remark of DCP about a process, shown among the process's own lines.</summary>
/// <param name="Time">When, as RFC 3339 text.</param>
/// <param name="Text">What.</param>
/// <param name="IsError">Whether something failed.</param>
internal sealed record DcpLogLine(string Time, string Text, bool IsError)
{
    /// <summary>Reads a line: time, level, category, message and details (JSON), separated by tabs.</summary>
    public static DcpLogLine? TryParse(string line) =>
        line.Split('\t') is [var time, var level, _, var message, ..] fields
            ? new DcpLogLine(time, message + Reason(fields.ElementAtOrDefault(4)), level == "error")
            : null;

    /// <inheritdoc />
    public override string ToString() => $"{Time} [sys] {Text}";

    private static string Reason(string? details)
    {
        try
        {
            using var json = JsonDocument.Parse(details ?? "{}");
            return json.RootElement.TryGetProperty("error", out var error) ? $": {error}" : string.Empty;
        }
        catch (JsonException)
        {
            return string.Empty;
        }
    }
}
