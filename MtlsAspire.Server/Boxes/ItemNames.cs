using System.Text.RegularExpressions;

namespace MtlsAspire.Server.Boxes;

/// <summary>
/// What an item may be called: letters and digits of any script, <c>-</c>, <c>_</c>, <c>.</c> and spaces, beginning with a
/// letter or digit. So a name is never a path, holds nothing invisible, and is safe in URLs, logs and file systems.
/// </summary>
internal static partial class ItemNames
{
    public const int LongestName = 200;

    public const string Rule = "An item's name has 1 to 200 characters: letters, digits, '-', '_', '.' and spaces, the first a letter or digit, the last no space.";

    public static bool AreGood(string name) => name.Length <= LongestName && Good().IsMatch(name);

    [GeneratedRegex(@"\A[\p{L}\p{Nd}](?:[\p{L}\p{M}\p{Nd}\-_. ]*[\p{L}\p{M}\p{Nd}\-_.])?\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Good();
}
