using System.Buffers.Binary;

namespace MtlsAspire.ServiceDefaults.MutualTls.Handshakes;

/// <summary>A server's answer to the hello (RFC 8446, section 4.1.3): whether it resumes a session.</summary>
/// <remarks>.NET does not tell; on the wire it is in the clear.</remarks>
internal static class ServerHello
{
    private const byte HandshakeRecord = 22;
    private const byte ServerHelloMessage = 2;

    /// <summary>Whether a server resumes a session by what it sends first; <c>null</c> if these bytes hold no whole hello.</summary>
    /// <param name="bytes">The first bytes that the server sends.</param>
    /// <param name="offered">The session ID of the client's hello.</param>
    public static bool? Resumes(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> offered)
    {
        var record = new TlsReader(bytes);
        if (!record.TryReadByte(out var type) || type != HandshakeRecord || !record.TrySkip(2) || !record.TryReadVector(2, out var content)) return null;

        var message = new TlsReader(content);
        if (!message.TryReadByte(out var kind) || kind != ServerHelloMessage || !message.TryReadVector(3, out var body)) return null;

        var hello = new TlsReader(body);
        if (!hello.TryReadUInt16(out _)
            || IsRetryRequest(body)
            || !hello.TrySkip(TlsReader.Random)
            || !hello.TryReadVector(1, out var sessionId)
            || !hello.TrySkip(3)) return null;

        var isTls13 = false;
        var hasKey = false;
        if (hello.TryReadVector(2, out var extensions))
        {
            var extension = new TlsReader(extensions);
            while (extension.TryReadUInt16(out var name) && extension.TryReadVector(2, out _))
            {
                isTls13 |= name == TlsReader.SupportedVersionsExtension;
                hasKey |= name == TlsReader.PreSharedKeyExtension;
            }
        }

        // TLS 1.3 echoes the session ID always, and resumes by a pre-shared key; TLS 1.2 resumes by the echo (RFC 5246, section 7.4.1.3).
        return isTls13 ? hasKey : sessionId.Length > 0 && sessionId.SequenceEqual(offered);
    }

    // A HelloRetryRequest is a hello with a random value of its own (RFC 8446, section 4.1.3); the hello proper comes later.
    private static bool IsRetryRequest(ReadOnlySpan<byte> body) =>
        body.Length >= 2 + sizeof(ulong) && BinaryPrimitives.ReadUInt64BigEndian(body[2..]) == 0xCF21AD74E59A6111;
}
