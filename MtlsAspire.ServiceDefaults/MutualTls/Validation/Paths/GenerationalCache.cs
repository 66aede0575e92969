using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace MtlsAspire.ServiceDefaults.MutualTls.Validation.Paths;

/// <summary>
/// A bounded cache for any number of threads: two generations, of which the older is forgotten when the younger is
/// full. What is asked for moves to the younger, so what is used stays.
/// </summary>
internal sealed class GenerationalCache<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private readonly Lock _turn = new();
    private volatile ConcurrentDictionary<TKey, TValue> _young = new();
    private volatile ConcurrentDictionary<TKey, TValue> _old = new();
    private int _count;

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (_young.TryGetValue(key, out value)) return true;
        if (!_old.TryGetValue(key, out value)) return false;
        Add(key, value);
        return true;
    }

    public void Add(TKey key, TValue value)
    {
        if (!_young.TryAdd(key, value))
        {
            _young[key] = value;
            return;
        }

        if (Interlocked.Increment(ref _count) * 2 <= capacity) return;
        lock (_turn)
        {
            if (_count * 2 <= capacity) return;
            _old = _young;
            _young = new ConcurrentDictionary<TKey, TValue>();
            _count = 0;
        }
    }
}
