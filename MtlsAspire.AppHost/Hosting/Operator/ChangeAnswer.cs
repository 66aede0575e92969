namespace MtlsAspire.Hosting.Operator;

/// <summary>A file that was written.</summary>
/// <param name="File">Its name.</param>
/// <param name="Expires">Until when it can be relied on, UTC.</param>
internal sealed record ChangeAnswer(string File, DateTimeOffset? Expires);
