using System.Text.Json;

namespace MtlsAspire.Clients.Scenarios;

/// <summary>What a <c>pki.json</c> says of an identity, as far as scenarios need it. Whether the file is right is for the PKI to say.</summary>
/// <param name="Name">What its files are called.</param>
/// <param name="IsServer">Whether it is for servers alone.</param>
/// <param name="Defect">What is wrong with it on purpose; <c>null</c> for nothing.</param>
public sealed record DeclaredIdentity(string Name, bool IsServer, string? Defect)
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Reads the identities of a file.</summary>
    /// <param name="path">The path of a <c>pki.json</c>.</param>
    /// <returns>The identities, in the order of the file; none where the file declares none.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static IReadOnlyList<DeclaredIdentity> ReadAll(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(path), Lenient);
        return document.RootElement.ValueKind == JsonValueKind.Object
            && document.RootElement.TryGetProperty("identities", out var identities)
            && identities.ValueKind == JsonValueKind.Array
            ? [.. identities.EnumerateArray().Select(Read).OfType<DeclaredIdentity>()]
            : [];
    }

    private static DeclaredIdentity? Read(JsonElement identity) =>
        Text(identity, "name") is { } name ? new DeclaredIdentity(name, Text(identity, "kind") == "server", Text(identity, "defect")) : null;

    private static string? Text(JsonElement owner, string property) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
