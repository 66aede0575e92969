using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace MtlsAspire.Server.Storage;

/// <summary>
/// Encrypts what goes into the database, by data protection. Everything is bound to its place: a header to its item and
/// version, a chunk to these and its number. So what is moved, exchanged or changed in the database is not opened.
/// </summary>
internal sealed class ItemCipher(IDataProtectionProvider provider)
{
    private readonly IDataProtector _headers = provider.CreateProtector("header");
    private readonly IDataProtector _chunks = provider.CreateProtector("chunk");
    private readonly IDataProtector _secrets = provider.CreateProtector("secret");
    private byte[]? _lookup;

    /// <summary>A new secret for looking up names, encrypted.</summary>
    public byte[] NewLookupSecret() => _secrets.Protect(RandomNumberGenerator.GetBytes(32));

    /// <summary>Takes over the secret for looking up names.</summary>
    /// <exception cref="CryptographicException">It was encrypted by another box.</exception>
    public void UseLookupSecret(byte[] secret) => _lookup = _secrets.Unprotect(secret);

    /// <summary>The key under which a name is found: a keyed hash, which tells nothing of the name to those without the key ring.</summary>
    public byte[] KeyOf(Collection collection, string name) => HMACSHA256.HashData(
        _lookup ?? throw new InvalidOperationException("The lookup secret comes first."), (byte[])[(byte)collection, .. Encoding.UTF8.GetBytes(name)]);

    public byte[] Protect(ItemHeader header, byte[] key, byte[] version) =>
        Header(key, version).Protect(JsonSerializer.SerializeToUtf8Bytes(header, StorageJsonContext.Default.ItemHeader));

    /// <exception cref="TamperedException">The header is not what this box wrote there.</exception>
    public StoredItem Open(ItemRow row, Collection collection)
    {
        try
        {
            var json = Header(row.Key, row.Version).Unprotect(row.Header);
            var header = JsonSerializer.Deserialize(json, StorageJsonContext.Default.ItemHeader)!;
            return KeyOf(collection, header.Name).AsSpan().SequenceEqual(row.Key)
                ? new StoredItem(row, header)
                : throw new TamperedException("an item lies under the key of another");
        }
        catch (CryptographicException exception)
        {
            throw new TamperedException("the header of an item is not what was written", exception);
        }
    }

    public byte[] ProtectChunk(byte[] key, byte[] version, int number, byte[] content) => Chunk(key, version, number).Protect(content);

    /// <exception cref="TamperedException">The chunk is not what this box wrote there.</exception>
    public byte[] OpenChunk(ItemRow row, int number, byte[]? content)
    {
        try
        {
            return Chunk(row.Key, row.Version, number).Unprotect(content ?? throw new TamperedException("a part of an item is missing"));
        }
        catch (CryptographicException exception)
        {
            throw new TamperedException("a part of an item is not what was written", exception);
        }
    }

    private IDataProtector Header(byte[] key, byte[] version) => _headers.CreateProtector(Place(key, version));

    private IDataProtector Chunk(byte[] key, byte[] version, int number) => _chunks.CreateProtector($"{Place(key, version)} {number}");

    private static string Place(byte[] key, byte[] version) => $"{Convert.ToHexStringLower(key)} {Convert.ToHexStringLower(version)}";
}
