namespace MtlsAspire.Pki.Configuration.Json;

/// <summary>A member of a JSON object.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Place">Where its name stands.</param>
/// <param name="Value">Its value.</param>
internal sealed record LocatedMember(string Name, JsonPlace Place, LocatedNode Value);
