namespace MtlsAspire.Pki.Configuration;

/// <summary>Guesses what somebody who made a typing error meant.</summary>
internal static class Spelling
{
    /// <summary>The word that differs by at most two letters, or null where there is none.</summary>
    public static string? Closest(string text, IEnumerable<string> words) => text.Length > 64
        ? null
        : words.Select(word => (Word: word, Distance: Distance(text.ToUpperInvariant(), word.ToUpperInvariant())))
            .Where(candidate => candidate.Distance <= Math.Min(2, candidate.Word.Length / 2))
            .OrderBy(candidate => candidate.Distance)
            .Select(candidate => candidate.Word)
            .FirstOrDefault();

    // Levenshtein's: how many letters to insert, delete or exchange.
    private static int Distance(string a, string b)
    {
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var current = new int[b.Length + 1];
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
            }

            previous = current;
        }

        return previous[b.Length];
    }
}
