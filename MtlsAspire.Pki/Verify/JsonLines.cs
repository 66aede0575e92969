using System.Text;
using System.Text.Json;
using MtlsAspire.ServiceDefaults.MutualTls;

namespace MtlsAspire.Pki.Verify;

/// <summary>
/// <c>verify --jsonl</c>: a question on each line of the input, an answer on each line of the output, in the same order
/// and at once. Nothing on a line ends the command.
/// </summary>
/// <param name="input">Where the questions come from, in UTF-8.</param>
/// <param name="output">Where the answers go.</param>
/// <param name="error">Where diagnostics go.</param>
internal sealed class JsonLines(Stream input, TextWriter output, TextWriter error)
{
    private const string MalformedRequest = "malformed_request";

    private int _number;

    /// <summary>Answers until the input ends.</summary>
    /// <param name="cancellationToken">Ends it before.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var lines = new BoundedLines(input);
        while (await lines.ReadAsync(cancellationToken) is { } line)
        {
            _number++;
            if (line.IsBlank) continue;
            await output.WriteLineAsync(Answer(line).AsMemory(), cancellationToken);
            await output.FlushAsync(cancellationToken);
        }
    }

    private string Answer(BoundedLine line)
    {
        if (line.IsTooLong) return Malformed(id: null, $"the line is longer than {BoundedLines.Longest} octets");

        string? id = null;
        try
        {
            using var document = JsonDocument.Parse(line.Content);
            id = VerificationRequestReader.ReadId(document.RootElement);
            var request = VerificationRequestReader.Read(document.RootElement);
            var verdict = RequestVerifier.Verify(request, Report);
            if (!verdict.IsAccepted) Report($"refused: {verdict.Explanation}");
            return Write(id, verdict.IsAccepted, verdict.Reason?.Code());
        }
        catch (JsonException exception)
        {
            return Malformed(id, $"the line is no JSON: {exception.Message}");
        }
        catch (Exception exception) when (exception is FormatException or InvalidOperationException)
        {
            return Malformed(id, exception.Message);
        }
        catch (Exception exception)
        {
            Report($"unexpected {exception.GetType().Name}: {exception.Message}");
            return Write(id, isAccepted: false, RefusalReason.InternalError.Code());
        }
    }

    private string Malformed(string? id, string problem)
    {
        Report(problem);
        return Write(id, isAccepted: false, MalformedRequest);
    }

    private void Report(string problem) => error.WriteLine($"line {_number}: {problem.ReplaceLineEndings(" ")}");

    private static string Write(string? id, bool isAccepted, string? reason)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WritePropertyName("id");
            writer.WriteRawValue(id ?? "null");
            writer.WriteBoolean("accepted", isAccepted);
            writer.WriteString("reason", reason);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
