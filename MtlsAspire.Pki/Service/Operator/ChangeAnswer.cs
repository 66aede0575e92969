namespace MtlsAspire.Pki.Service.Operator;

/// <summary>A file that was written.</summary>
/// <param name="File">Its name.</param>
/// <param name="Subject">Whose it is.</param>
/// <param name="Expires">Until when it can be relied on, UTC.</param>
internal sealed record ChangeAnswer(string File, string Subject, DateTimeOffset? Expires);
