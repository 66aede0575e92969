using System.Text;

namespace Aspire.Hosting.Orchestration;

/// <summary>
/// Splits a command line into arguments, as .NET does: at white space, except within double quotes. A backslash before a
/// double quote takes its meaning away; two before one are a backslash.
/// </summary>
internal static class CommandLine
{
    public static IEnumerable<string> Split(string? text)
    {
        var argument = new StringBuilder();
        var backslashes = 0;
        var quoted = false;
        var started = false;
        foreach (var c in text ?? string.Empty)
        {
            if (c == '\\')
            {
                backslashes++;
                continue;
            }

            argument.Append('\\', c == '"' ? backslashes / 2 : backslashes);
            started |= backslashes > 0;
            var escaped = c == '"' && backslashes % 2 == 1;
            backslashes = 0;
            if (c == '"' && !escaped)
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

        argument.Append('\\', backslashes);
        if (started || backslashes > 0)
        {
            yield return argument.ToString();
        }
    }
}
