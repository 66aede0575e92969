using System.Security.Cryptography;

namespace MtlsAspire.Server.Storage;

/// <summary>
/// Puts an item in, piece by piece. Nothing of it is seen until <see cref="CommitAsync"/> has put all of it in at once;
/// without that, nothing stays. It holds one mebibyte in memory, whatever the item's size.
/// </summary>
internal sealed class ItemWriter : IAsyncDisposable
{
    /// <summary>The size of a chunk in bytes, before encryption.</summary>
    public const int ChunkBytes = 64 << 10;

    /// <summary>How many chunks are written at once.</summary>
    public const int ChunksAtOnce = 16;

    private readonly ItemTables _tables;
    private readonly ItemCipher _cipher;
    private readonly Collection _collection;
    private readonly byte[] _key;
    private readonly byte[] _version;
    private readonly string _name;
    private readonly DateTimeOffset _now;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly List<byte[]> _chunks = [];
    private readonly MemoryStream _filling = new();
    private int _written;
    private bool _isCommitted;

    public ItemWriter(ItemTables tables, ItemCipher cipher, Collection collection, byte[] key, string name, DateTimeOffset now)
    {
        _tables = tables;
        _cipher = cipher;
        _collection = collection;
        _key = key;
        _name = name;
        _now = now;
        _version = ItemVersion.New(now);
    }

    /// <summary>How many bytes have come so far.</summary>
    public long Length { get; private set; }

    public async Task WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        _hash.AppendData(content.Span);
        Length += content.Length;
        while (content.Length > 0)
        {
            var piece = content[..Math.Min(content.Length, ChunkBytes - (int)_filling.Length)];
            _filling.Write(piece.Span);
            content = content[piece.Length..];
            if (_filling.Length < ChunkBytes) continue;
            Seal();
            if (_chunks.Count >= ChunksAtOnce) await FlushAsync(cancellationToken);
        }
    }

    /// <summary>Makes the item appear, if a condition holds of the present one.</summary>
    /// <returns>How it ended, and the item.</returns>
    /// <exception cref="TamperedException">The present item is not what was put in; it must be deleted by hand.</exception>
    public async Task<(WriteOutcome Outcome, StoredItem Item)> CommitAsync(
        string contentType, string depositor, WriteCondition condition, CancellationToken cancellationToken)
    {
        if (_filling.Length > 0) Seal();
        var header = new ItemHeader(
            _name, contentType, Length, Convert.ToHexStringLower(_hash.GetHashAndReset()), _written + _chunks.Count, _now, depositor);
        var item = new StoredItem(new ItemRow(_key, _version, _cipher.Protect(header, _key, _version)), header);
        while (true)
        {
            var present = await PresentAsync(cancellationToken);
            if (!condition.IsMetBy(present)) return (WriteOutcome.ConditionFailed, item);
            if (!await _tables.CommitAsync(item.Row, _collection, present?.Row.Version, _written, _chunks, cancellationToken)) continue;
            _isCommitted = true;
            return (present is null ? WriteOutcome.Created : WriteOutcome.Replaced, item);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _hash.Dispose();
        await _filling.DisposeAsync();
        if (!_isCommitted && _written > 0) await _tables.AbandonAsync(_version);
    }

    private async Task<StoredItem?> PresentAsync(CancellationToken cancellationToken)
    {
        await using var reader = await _tables.BeginReadingAsync(cancellationToken);
        return await reader.FindAsync(_key, cancellationToken) is { } row ? _cipher.Open(row, _collection) : null;
    }

    private void Seal()
    {
        _chunks.Add(_cipher.ProtectChunk(_key, _version, _written + _chunks.Count, _filling.ToArray()));
        _filling.SetLength(0);
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        await _tables.WriteChunksAsync(_version, _written, _chunks, cancellationToken);
        _written += _chunks.Count;
        _chunks.Clear();
    }
}
