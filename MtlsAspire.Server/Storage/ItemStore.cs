using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using MtlsAspire.Server.Boxes;
using MtlsAspire.ServiceDefaults;

namespace MtlsAspire.Server.Storage;

/// <summary>
/// Items by name: content of any size in bounded memory, encrypted at rest, all or nothing. What has been tampered with
/// is never given out, not even in part.
/// </summary>
internal sealed class ItemStore
{
    private readonly ItemTables _tables;
    private readonly ItemCipher _cipher;
    private readonly TimeProvider _time;

    public ItemStore(BoxOptions options, BoxDatabase database, IDataProtectionProvider protection, TimeProvider time)
    {
        _time = time;
        _tables = new ItemTables(database);
        _cipher = new ItemCipher(protection.CreateProtector("MtlsAspire.Server.Storage", options.Name));
    }

    /// <summary>Prepares the database; before that, nothing else works.</summary>
    /// <exception cref="ConfigurationException">The database belongs to another box, or the key ring is not its own.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        await _tables.CreateAsync(_time.GetUtcNow(), cancellationToken);
        var secret = await _tables.SecretAsync("lookup", _cipher.NewLookupSecret(), cancellationToken);
        try
        {
            _cipher.UseLookupSecret(secret);
        }
        catch (CryptographicException exception)
        {
            throw new ConfigurationException(
                "The box's database was encrypted with keys that are not in its key ring; restore the key ring that belongs to it (directory keys of Box:Data), or name another database.", exception);
        }
    }

    /// <summary>Finds an item.</summary>
    /// <exception cref="TamperedException">It is not what was put in.</exception>
    public async Task<StoredItem?> FindAsync(Collection collection, string name, CancellationToken cancellationToken)
    {
        await using var reader = await _tables.BeginReadingAsync(cancellationToken);
        return await FindAsync(reader, collection, name, cancellationToken);
    }

    /// <summary>Opens an item to read its content.</summary>
    /// <returns>The item; <c>null</c> if there is none.</returns>
    /// <exception cref="TamperedException">It is not what was put in.</exception>
    public async Task<OpenItem?> OpenAsync(Collection collection, string name, CancellationToken cancellationToken)
    {
        var reader = await _tables.BeginReadingAsync(cancellationToken);
        try
        {
            if (await FindAsync(reader, collection, name, cancellationToken) is { } item) return new OpenItem(item, reader, _cipher);
        }
        catch
        {
            await reader.DisposeAsync();
            throw;
        }

        await reader.DisposeAsync();
        return null;
    }

    /// <summary>Reads a page of a collection.</summary>
    /// <param name="collection">The collection.</param>
    /// <param name="after">The <see cref="ItemRow.Key"/> after which it begins; empty for the first page.</param>
    /// <param name="count">How many items at most.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<ItemPage> PageAsync(Collection collection, byte[] after, int count, CancellationToken cancellationToken)
    {
        await using var reader = await _tables.BeginReadingAsync(cancellationToken);
        var rows = await reader.PageAsync(collection, after, count + 1, cancellationToken);
        var (items, tampered) = (new List<StoredItem>(), 0);
        foreach (var row in rows.Take(count))
        {
            try
            {
                items.Add(_cipher.Open(row, collection));
            }
            catch (TamperedException)
            {
                tampered++;
            }
        }

        return new ItemPage(items, tampered, rows.Count > count ? rows[count - 1].Key : null);
    }

    /// <summary>Begins to put an item in.</summary>
    public ItemWriter BeginWriting(Collection collection, string name) =>
        new(_tables, _cipher, collection, _cipher.KeyOf(collection, name), name, _time.GetUtcNow());

    /// <summary>Puts a small item in as a whole.</summary>
    /// <returns>How it ended, and the item.</returns>
    public async Task<(WriteOutcome Outcome, StoredItem Item)> PutAsync(
        Collection collection, string name, string contentType, string depositor, ReadOnlyMemory<byte> content, WriteCondition condition, CancellationToken cancellationToken)
    {
        await using var writer = BeginWriting(collection, name);
        await writer.WriteAsync(content, cancellationToken);
        return await writer.CommitAsync(contentType, depositor, condition, cancellationToken);
    }

    /// <summary>Deletes an item.</summary>
    public async Task<WriteOutcome> DeleteAsync(Collection collection, string name, WriteCondition condition, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await FindAsync(collection, name, cancellationToken) is not { } present) return WriteOutcome.Unknown;
            if (!condition.IsMetBy(present)) return WriteOutcome.ConditionFailed;
            if (await _tables.DeleteAsync(present.Row, cancellationToken)) return WriteOutcome.Deleted;
        }
    }

    private async Task<StoredItem?> FindAsync(ItemReader reader, Collection collection, string name, CancellationToken cancellationToken) =>
        await reader.FindAsync(_cipher.KeyOf(collection, name), cancellationToken) is { } row ? _cipher.Open(row, collection) : null;
}
