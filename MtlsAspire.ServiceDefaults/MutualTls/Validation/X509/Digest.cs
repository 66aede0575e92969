using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace MtlsAspire.ServiceDefaults.MutualTls.Validation.X509;

/// <summary>A SHA-256 hash as a key of dictionaries.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct Digest(ulong A, ulong B, ulong C, ulong D)
{
    public static Digest Of(ReadOnlySpan<byte> data)
    {
        Span<ulong> words = stackalloc ulong[4];
        SHA256.HashData(data, MemoryMarshal.AsBytes(words));
        return new Digest(words[0], words[1], words[2], words[3]);
    }

    // The hash is uniform already.
    public override int GetHashCode() => (int)A;
}
