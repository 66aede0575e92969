namespace MtlsAspire.ServiceDefaults.Seals;

/// <summary>A content that a statement is about.</summary>
/// <param name="Sha256">SHA-256 of it, lower-case hexadecimal.</param>
/// <param name="Length">Its size in bytes.</param>
/// <param name="ContentType">Its media type.</param>
public sealed record SealedContent(string Sha256, long Length, string ContentType);
