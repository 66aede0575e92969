using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace MtlsAspire.ServiceDefaults.MutualTls.Handshakes;

/// <summary>The first message of a TLS handshake (RFC 8446, section 4.1.2; RFC 5246, section 7.4.1.2): what a client offers.</summary>
/// <param name="HighestVersion">The highest protocol version offered, as on the wire: 0x0304 is TLS 1.3.</param>
/// <param name="ServerName">The host name asked for (RFC 6066, section 3), if any.</param>
/// <param name="SessionId">The session ID; a TLS 1.2 server that resumes echoes it.</param>
internal sealed record ClientHello(ushort HighestVersion, string? ServerName, byte[] SessionId)
{
    private const byte HandshakeRecord = 22;
    private const byte ClientHelloMessage = 1;
    private const int RecordHeader = 5;
    private const int MessageHeader = 4;

    // RFC 8446, section 5.1. A hello over several records is legal, and nobody's; it is looked at no further than this.
    private const int LargestRecord = RecordHeader + (1 << 14);

    /// <summary>What the first bytes of a connection are.</summary>
    public enum Kind
    {
        /// <summary>More bytes are needed to tell.</summary>
        Incomplete,

        /// <summary>A TLS record with a complete hello.</summary>
        Hello,

        /// <summary>A TLS handshake record whose hello cannot be read here: TLS itself will judge it.</summary>
        Unread,

        /// <summary>A request of plain HTTP.</summary>
        PlainHttp,

        /// <summary>Something else.</summary>
        NotTls,
    }

    /// <summary>Looks at the first bytes of a connection.</summary>
    /// <param name="bytes">What has been received so far.</param>
    /// <param name="hello">The hello, if there is one.</param>
    public static Kind Read(ReadOnlySequence<byte> bytes, out ClientHello? hello)
    {
        hello = null;
        if (bytes.IsEmpty) return Kind.Incomplete;
        if (bytes.FirstSpan[0] != HandshakeRecord) return LooksLikeHttp(bytes);
        if (bytes.Length < RecordHeader) return Kind.Incomplete;

        Span<byte> header = stackalloc byte[RecordHeader];
        bytes.Slice(0, RecordHeader).CopyTo(header);
        if (header[1] != 3) return Kind.NotTls;
        var record = RecordHeader + BinaryPrimitives.ReadUInt16BigEndian(header[3..]);
        if (record > LargestRecord) return Kind.NotTls;
        if (bytes.Length < record) return Kind.Incomplete;

        hello = Parse(bytes.Slice(RecordHeader, record - RecordHeader).ToArray());
        return hello is null ? Kind.Unread : Kind.Hello;
    }

    private static Kind LooksLikeHttp(ReadOnlySequence<byte> bytes)
    {
        // The longest method of HTTP that has a registered name and is in use, and a space.
        Span<byte> start = stackalloc byte[(int)Math.Min(bytes.Length, 8)];
        bytes.Slice(0, start.Length).CopyTo(start);
        foreach (var method in (ReadOnlySpan<string>)["GET ", "HEAD ", "POST ", "PUT ", "DELETE ", "OPTIONS ", "PATCH ", "CONNECT ", "TRACE ", "PRI "])
        {
            var known = Encoding.ASCII.GetBytes(method).AsSpan(0, Math.Min(method.Length, start.Length));
            if (start.StartsWith(known)) return start.Length < Math.Min(method.Length, 4) ? Kind.Incomplete : Kind.PlainHttp;
        }

        return Kind.NotTls;
    }

    private static ClientHello? Parse(ReadOnlySpan<byte> message)
    {
        var reader = new TlsReader(message);
        if (!reader.TryReadByte(out var type) || type != ClientHelloMessage || !reader.TryReadVector(MessageHeader - 1, out var body)) return null;

        var hello = new TlsReader(body);
        if (!hello.TryReadUInt16(out var version)
            || !hello.TrySkip(TlsReader.Random)
            || !hello.TryReadVector(1, out var sessionId)
            || !hello.TryReadVector(2, out _)
            || !hello.TryReadVector(1, out _)) return null;

        string? serverName = null;
        if (hello.TryReadVector(2, out var extensions))
        {
            var extension = new TlsReader(extensions);
            while (extension.TryReadUInt16(out var kind) && extension.TryReadVector(2, out var content))
            {
                if (kind == TlsReader.ServerNameExtension) serverName = ReadServerName(content);
                else if (kind == TlsReader.SupportedVersionsExtension) version = Highest(content, version);
            }
        }

        return new ClientHello(version, serverName, sessionId.ToArray());
    }

    private static string? ReadServerName(ReadOnlySpan<byte> content)
    {
        var reader = new TlsReader(content);
        if (!reader.TryReadVector(2, out var list)) return null;
        var entry = new TlsReader(list);
        return entry.TryReadByte(out var type) && type == 0 && entry.TryReadVector(2, out var name) && name.Length <= 255 && Ascii.IsValid(name)
            ? Encoding.ASCII.GetString(name)
            : null;
    }

    private static ushort Highest(ReadOnlySpan<byte> content, ushort otherwise)
    {
        var reader = new TlsReader(content);
        if (!reader.TryReadVector(1, out var list)) return otherwise;
        var versions = new TlsReader(list);
        ushort highest = 0;
        while (versions.TryReadUInt16(out var version))
        {
            // Values like 0x?A?A are put there to be ignored (RFC 8701).
            if ((version & 0x0F0F) != 0x0A0A && version > highest) highest = version;
        }

        return highest == 0 ? otherwise : highest;
    }
}
