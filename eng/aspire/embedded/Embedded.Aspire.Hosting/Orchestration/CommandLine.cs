using System.Text;

namespace Aspire.Hosting.Orchestration;

/// <summary>Splits a command line into arguments: at white space, except within double quotes.</summary>
internal static class CommandLine
{
    public static IEnumerable<string> Split(string? text)
    {
        var argument = new StringBuilder();
        var quoted = false;
        var started = false;
        foreach (var c in text ?? string.Empty)
        {
            if (c == '"')
            {
                quoted = !quoted;
                started = true;
            }
            else if (char.IsWhiteSpace(c) && !quoted)
            {
                if (started)
                {
                    yield return argument.ToString();
                }

                argument.Clear();
                started = false;
            }
            else
            {
                argument.Append(c);
                started = true;
            }
        }

        if (started)
        {
            yield return argument.ToString();
        }
    }
}
