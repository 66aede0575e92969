using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace MtlsAspire.ServiceDefaults.MutualTls.Validation.X509;

/// <summary>A serial number of at most 24 octets as a key of dictionaries: the octets of the INTEGER and their number.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SerialNumber(ulong High, ulong Middle, ulong Low, int Length)
{
    private const int Longest = 24;

    /// <summary>The number; <c>null</c> if it is longer than any that is issued.</summary>
    public static SerialNumber? From(ReadOnlySpan<byte> octets)
    {
        if (octets.Length > Longest) return null;
        Span<byte> padded = stackalloc byte[Longest];
        padded.Clear();
        octets.CopyTo(padded[(Longest - octets.Length)..]);
        return new SerialNumber(
            BinaryPrimitives.ReadUInt64BigEndian(padded),
            BinaryPrimitives.ReadUInt64BigEndian(padded[8..]),
            BinaryPrimitives.ReadUInt64BigEndian(padded[16..]),
            octets.Length);
    }
}
