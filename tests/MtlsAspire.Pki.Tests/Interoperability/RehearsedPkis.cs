using MtlsAspire.Pki.Authority;

namespace MtlsAspire.Pki.Tests.Interoperability;

/// <summary>One PKI for each kind of key, made when it is first asked for: RSA keys take long.</summary>
public sealed class RehearsedPkis : IDisposable
{
    private readonly Dictionary<KeyType, RehearsedPki> _pkis = [];

    // The tests of one class run one after the other.
    internal async Task<RehearsedPki> OfAsync(KeyType keyType)
    {
        if (!_pkis.TryGetValue(keyType, out var pki))
        {
            _pkis[keyType] = pki = await RehearsedPki.CreateAsync(keyType);
        }

        return pki;
    }

    public void Dispose()
    {
        foreach (var pki in _pkis.Values)
        {
            pki.Dispose();
        }
    }
}
