namespace Aspire.Hosting.ApplicationModel;

/// <summary>The rule for names of resources and endpoints.</summary>
internal static class ModelName
{
    private const int MaximumLength = 64;

    public static void Validate(string kind, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var problem =
            name.Length > MaximumLength ? $"it must be at most {MaximumLength} characters long" :
            !char.IsAsciiLetter(name[0]) ? "it must start with an ASCII letter" :
            !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? "it must have only ASCII letters, digits and hyphens" :
            name.Contains("--", StringComparison.Ordinal) ? "it must not have two hyphens in a row" :
            name[^1] == '-' ? "it must not end with a hyphen" :
            null;
        if (problem is not null)
        {
            throw new ArgumentException($"{kind} name '{name}' is invalid: {problem}.", nameof(name));
        }
    }
}
