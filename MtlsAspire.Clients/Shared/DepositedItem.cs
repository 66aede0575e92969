namespace MtlsAspire.Clients;

/// <summary>The part that is used here of what a box tells of an item.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Length">Its size in bytes.</param>
/// <param name="Sha256">SHA-256 of its content, lower-case hexadecimal.</param>
public sealed record DepositedItem(string Name, long Length, string Sha256);
