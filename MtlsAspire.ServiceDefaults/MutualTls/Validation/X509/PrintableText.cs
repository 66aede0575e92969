using System.Text;

namespace MtlsAspire.ServiceDefaults.MutualTls.Validation.X509;

/// <summary>Makes text that a peer chose fit for logs and explanations.</summary>
internal static class PrintableText
{
    private const int Longest = 160;

    /// <summary>The text without control and formatting characters, and not longer than a line bears.</summary>
    public static string Of(string text)
    {
        var clean = new StringBuilder(Math.Min(text.Length, Longest + 1));
        foreach (var rune in text.EnumerateRunes())
        {
            if (clean.Length >= Longest) return clean.Append('…').ToString();
            clean.Append(IsPrintable(rune) ? rune : Rune.ReplacementChar);
        }

        return clean.ToString();
    }

    private static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        System.Globalization.UnicodeCategory.Control
        or System.Globalization.UnicodeCategory.Format
        or System.Globalization.UnicodeCategory.LineSeparator
        or System.Globalization.UnicodeCategory.ParagraphSeparator
        or System.Globalization.UnicodeCategory.Surrogate
        or System.Globalization.UnicodeCategory.PrivateUse
        or System.Globalization.UnicodeCategory.OtherNotAssigned);
}
