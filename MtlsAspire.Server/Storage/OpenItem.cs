using System.Security.Cryptography;

namespace MtlsAspire.Server.Storage;

/// <summary>
/// An item whose content can be read, as it was when it was opened. All of it is checked before the first byte goes out:
/// a small item is read once, a large one twice, since it must not lie in memory.
/// </summary>
internal sealed class OpenItem(StoredItem item, ItemReader reader, ItemCipher cipher) : IAsyncDisposable
{
    private const int ChunksInMemory = ItemWriter.ChunksAtOnce;

    private readonly List<byte[]> _inMemory = [];

    public StoredItem Item => item;

    /// <summary>Checks the whole content.</summary>
    /// <exception cref="TamperedException">It is not what was put in.</exception>
    public async Task VerifyAsync(CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var length = 0L;
        for (var i = 0; i < item.Header.Chunks; i++)
        {
            var chunk = await ChunkAsync(i, cancellationToken);
            hash.AppendData(chunk);
            length += chunk.Length;
            if (item.Header.Chunks <= ChunksInMemory) _inMemory.Add(chunk);
        }

        if (length != item.Header.Length || Convert.ToHexStringLower(hash.GetHashAndReset()) != item.Header.Sha256)
            throw new TamperedException("the content of an item is not what was written");
    }

    /// <summary>Writes the content out; after <see cref="VerifyAsync"/>.</summary>
    /// <exception cref="TamperedException">It is not what was put in.</exception>
    public async Task CopyToAsync(Stream destination, CancellationToken cancellationToken)
    {
        // All in memory: the database need not wait for a slow client.
        if (_inMemory.Count == item.Header.Chunks) await DisposeAsync();
        for (var i = 0; i < item.Header.Chunks; i++)
        {
            await destination.WriteAsync(i < _inMemory.Count ? _inMemory[i] : await ChunkAsync(i, cancellationToken), cancellationToken);
        }
    }

    /// <summary>Reads the content as a whole, checked.</summary>
    /// <exception cref="TamperedException">It is not what was put in.</exception>
    public async Task<byte[]> ReadAsync(CancellationToken cancellationToken)
    {
        await VerifyAsync(cancellationToken);
        using var content = new MemoryStream((int)item.Header.Length);
        await CopyToAsync(content, cancellationToken);
        return content.ToArray();
    }

    public ValueTask DisposeAsync() => reader.DisposeAsync();

    private async Task<byte[]> ChunkAsync(int number, CancellationToken cancellationToken) =>
        cipher.OpenChunk(item.Row, number, await reader.ChunkAsync(item.Row.Version, number, cancellationToken));
}
