using System.Buffers.Binary;

namespace MtlsAspire.Tests.Support;

/// <summary>TLS records made byte by byte, for what no library says any more (RFC 5246, section 7.4.1).</summary>
internal static class HandmadeHello
{
    // TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA and TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA: old TLS has them, too.
    private static readonly byte[] Suites = [0xC0, 0x09, 0xC0, 0x13];

    /// <summary>A client's hello.</summary>
    /// <param name="minorVersion">1 for TLS 1.0, 2 for TLS 1.1, 3 for TLS 1.2.</param>
    public static byte[] OfClient(byte minorVersion) =>
        Record(minorVersion, 1, [3, minorVersion, .. new byte[32], 0, 0, (byte)Suites.Length, .. Suites, 1, 0]);

    /// <summary>A server's hello.</summary>
    /// <param name="minorVersion">1 for TLS 1.0, 2 for TLS 1.1.</param>
    public static byte[] OfServer(byte minorVersion) =>
        Record(minorVersion, 2, [3, minorVersion, .. new byte[32], 0, .. Suites[..2], 0]);

    /// <summary>A fatal alert.</summary>
    public static byte[] Alert(byte description) => [21, 3, 3, 0, 2, 2, description];

    private static byte[] Record(byte minorVersion, byte message, byte[] body)
    {
        byte[] record = [22, 3, minorVersion, 0, 0, message, 0, 0, 0, .. body];
        BinaryPrimitives.WriteUInt16BigEndian(record.AsSpan(3), (ushort)(body.Length + 4));
        BinaryPrimitives.WriteUInt16BigEndian(record.AsSpan(7), (ushort)body.Length);
        return record;
    }
}
