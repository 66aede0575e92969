namespace Aspire.Hosting.Dcp;

/// <summary>What DCP says about how to reach it.</summary>
/// <param name="Server">The API server's address.</param>
/// <param name="Token">The bearer token: a secret.</param>
internal sealed record KubeConfig(Uri Server, string Token)
{
    /// <summary>Reads the file that DCP writes when it is ready.</summary>
    /// <returns>Null while the file is not there or not complete.</returns>
    public static KubeConfig? TryRead(string path)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (IOException)
        {
            return null;
        }

        // Plain YAML with one value to a line; each of the two keys occurs once.
        return Uri.TryCreate(Value(lines, "server:"), UriKind.Absolute, out var server) && Value(lines, "token:") is { Length: > 0 } token
            ? new KubeConfig(server, token)
            : null;
    }

    private static string? Value(string[] lines, string key) =>
        lines.Select(l => l.Trim()).FirstOrDefault(l => l.StartsWith(key, StringComparison.Ordinal))?[key.Length..].Trim();
}
