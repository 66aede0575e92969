using System.Buffers.Binary;

namespace MtlsAspire.ServiceDefaults.MutualTls.Handshakes;

/// <summary>Reads numbers and vectors in TLS's presentation language (RFC 8446, section 3).</summary>
/// <param name="bytes">What is read.</param>
internal ref struct TlsReader(ReadOnlySpan<byte> bytes)
{
    /// <summary>Length of a hello's random value.</summary>
    public const int Random = 32;

    /// <summary>server_name (RFC 6066, section 3).</summary>
    public const ushort ServerNameExtension = 0;

    /// <summary>pre_shared_key (RFC 8446, section 4.2.11).</summary>
    public const ushort PreSharedKeyExtension = 41;

    /// <summary>supported_versions (RFC 8446, section 4.2.1).</summary>
    public const ushort SupportedVersionsExtension = 43;

    private ReadOnlySpan<byte> _rest = bytes;

    public bool TryReadByte(out byte value)
    {
        value = _rest.IsEmpty ? (byte)0 : _rest[0];
        return TrySkip(1);
    }

    public bool TryReadUInt16(out ushort value)
    {
        value = _rest.Length < 2 ? (ushort)0 : BinaryPrimitives.ReadUInt16BigEndian(_rest);
        return TrySkip(2);
    }

    /// <summary>Reads a vector with a length of so many bytes before it.</summary>
    public bool TryReadVector(int lengthBytes, out ReadOnlySpan<byte> content)
    {
        content = default;
        if (_rest.Length < lengthBytes) return false;
        var length = 0;
        foreach (var octet in _rest[..lengthBytes]) length = (length << 8) | octet;
        if (_rest.Length - lengthBytes < length) return false;
        content = _rest.Slice(lengthBytes, length);
        return TrySkip(lengthBytes + length);
    }

    public bool TrySkip(int count)
    {
        if (_rest.Length < count) return false;
        _rest = _rest[count..];
        return true;
    }
}
