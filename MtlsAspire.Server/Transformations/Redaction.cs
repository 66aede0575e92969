using System.Text;
using System.Text.RegularExpressions;

namespace MtlsAspire.Server.Transformations;

/// <summary>
/// Blackens what a regular expression finds in a text. The expression is the caller's, so it runs without backtracking:
/// its time grows with the text and not beyond, and it has a limit nevertheless.
/// </summary>
internal sealed class Redaction : ITransformation
{
    private const int LongestPattern = 1000;
    private const int LongestReplacement = 100;
    private static readonly TimeSpan LongestTime = TimeSpan.FromSeconds(5);

    public string Name => "redact";

    public string Summary => "Replaces what the regular expression 'pattern' finds in a text by 'replacement' (█████ if not given).";

    public TransformationOutput Apply(TransformationInput input, TransformationParameters parameters)
    {
        parameters.AllowOnly("pattern", "replacement");
        var pattern = parameters.Required("pattern");
        var replacement = parameters.Optional("replacement", "█████");
        if (pattern.Length > LongestPattern || replacement.Length > LongestReplacement)
            throw new TransformationException("parameter_too_long", $"A pattern has at most {LongestPattern} characters, a replacement {LongestReplacement}.");
        try
        {
            var regex = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, LongestTime);
            // A function, so that a $ in the replacement means nothing.
            return new TransformationOutput(TransformationOutput.PlainText, Encoding.UTF8.GetBytes(regex.Replace(input.Text, _ => replacement)));
        }
        catch (ArgumentException exception)
        {
            throw new TransformationException("pattern_malformed", "The pattern is no regular expression that can be run.", exception);
        }
        catch (NotSupportedException exception)
        {
            throw new TransformationException("pattern_not_supported", "The pattern uses backreferences, lookarounds or atomic groups, whose time has no bound; write it without, and with fewer repetitions.", exception);
        }
        catch (RegexMatchTimeoutException exception)
        {
            throw new TransformationException("pattern_too_slow", "The pattern takes too long on this item.", exception);
        }
    }
}
