using System.Buffers.Binary;
using System.Security.Cryptography;

namespace MtlsAspire.ServiceDefaults.Seals;

/// <summary>AES key wrap (RFC 3394, section 2.2), by which CMS wraps content keys; .NET has only the padded form of RFC 5649.</summary>
internal static class KeyWrap
{
    private const ulong InitialValue = 0xA6A6A6A6A6A6A6A6;
    private const int Half = 8;
    private const int Rounds = 6;

    public static byte[] Wrap(byte[] wrappingKey, byte[] key)
    {
        using var aes = Aes.Create();
        aes.Key = wrappingKey;
        var n = key.Length / Half;
        byte[] result = [.. new byte[Half], .. key];
        var a = InitialValue;
        var block = new byte[2 * Half];
        for (var step = 1; step <= Rounds * n; step++)
        {
            var part = result.AsSpan((((step - 1) % n) + 1) * Half, Half);
            BinaryPrimitives.WriteUInt64BigEndian(block, a);
            part.CopyTo(block.AsSpan(Half));
            var encrypted = aes.EncryptEcb(block, PaddingMode.None);
            a = BinaryPrimitives.ReadUInt64BigEndian(encrypted) ^ (ulong)step;
            encrypted.AsSpan(Half).CopyTo(part);
        }

        BinaryPrimitives.WriteUInt64BigEndian(result, a);
        return result;
    }

    /// <exception cref="CryptographicException">It was not wrapped by this key.</exception>
    public static byte[] Unwrap(byte[] wrappingKey, byte[] wrapped)
    {
        if (wrapped.Length < 3 * Half || wrapped.Length % Half != 0) throw new CryptographicException("The wrapped key is malformed.");
        using var aes = Aes.Create();
        aes.Key = wrappingKey;
        var n = (wrapped.Length / Half) - 1;
        byte[] result = [.. wrapped];
        var a = BinaryPrimitives.ReadUInt64BigEndian(result);
        var block = new byte[2 * Half];
        for (var step = Rounds * n; step >= 1; step--)
        {
            var part = result.AsSpan((((step - 1) % n) + 1) * Half, Half);
            BinaryPrimitives.WriteUInt64BigEndian(block, a ^ (ulong)step);
            part.CopyTo(block.AsSpan(Half));
            var decrypted = aes.DecryptEcb(block, PaddingMode.None);
            a = BinaryPrimitives.ReadUInt64BigEndian(decrypted);
            decrypted.AsSpan(Half).CopyTo(part);
        }

        return a == InitialValue ? result[Half..] : throw new CryptographicException("The key was wrapped by another.");
    }
}
