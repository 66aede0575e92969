namespace MtlsAspire.Server.Storage;

/// <summary>An item as the database has it: nothing that can be read without the key ring.</summary>
/// <param name="Key">The keyed hash of collection and name.</param>
/// <param name="Version">What tells this content from any other; 16 bytes that grow with time (UUID version 7, RFC 9562).</param>
/// <param name="Header">Name, type, size and the like, encrypted.</param>
internal sealed record ItemRow(byte[] Key, byte[] Version, byte[] Header);
