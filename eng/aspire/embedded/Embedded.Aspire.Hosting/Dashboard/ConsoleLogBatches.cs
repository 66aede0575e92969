using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard.Protocol;

namespace Aspire.Hosting.Dashboard;

/// <summary>Packs lines into messages that stay below the limits of the client.</summary>
internal static class ConsoleLogBatches
{
    /// <summary>The most characters in a message: even at three bytes each far below the 16 MB the dashboard accepts.</summary>
    public const int MaximumCharacters = 1_000_000;

    /// <summary>Gives the lines in their order. A line longer than a message is cut off.</summary>
    public static IEnumerable<ConsoleLogsReply> Pack(IEnumerable<LogLine> lines)
    {
        var reply = new ConsoleLogsReply();
        var characters = 0;
        foreach (var line in lines)
        {
            var text = line.Content.Length > MaximumCharacters ? line.Content[..MaximumCharacters] : line.Content;
            if (characters + text.Length > MaximumCharacters)
            {
                yield return reply;
                reply = new ConsoleLogsReply();
                characters = 0;
            }

            characters += text.Length;
            reply.Lines.Add(new ConsoleLogLine { Text = text, IsError = line.IsErrorMessage, LineNumber = line.LineNumber });
        }

        if (reply.Lines.Count > 0)
        {
            yield return reply;
        }
    }
}
