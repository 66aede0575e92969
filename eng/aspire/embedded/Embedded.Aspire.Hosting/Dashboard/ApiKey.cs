using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace Aspire.Hosting.Dashboard;

/// <summary>The key that a client must have. Compared in a time that depends on neither key.</summary>
internal sealed class ApiKey
{
    private readonly byte[] _hash;

    /// <summary>Creates the key.</summary>
    /// <exception cref="ArgumentException">It is empty: there is no anonymous access.</exception>
    public ApiKey(string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        _hash = Hash(value);
    }

    /// <summary>True when a header has this key as its only value.</summary>
    public bool Matches(StringValues header) =>
        header is [{ } presented] && CryptographicOperations.FixedTimeEquals(Hash(presented), _hash);

    // Hashes have one length: the comparison does not tell the length of the key either.
    private static byte[] Hash(string value) => SHA256.HashData(Encoding.UTF8.GetBytes(value));
}
