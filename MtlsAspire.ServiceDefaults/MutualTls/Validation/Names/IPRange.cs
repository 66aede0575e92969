namespace MtlsAspire.ServiceDefaults.MutualTls.Validation.Names;

/// <summary>A range of addresses in name constraints: an address and its mask (RFC 5280, section 4.2.1.10).</summary>
internal static class IPRange
{
    /// <summary>Whether octets are an address of version 4 or 6 and a mask that is a prefix (RFC 4632).</summary>
    public static bool IsWellFormed(ReadOnlySpan<byte> range)
    {
        if (range.Length is not (8 or 32)) return false;
        var ended = false;
        foreach (var octet in range[(range.Length / 2)..])
        {
            for (var bit = 0x80; bit != 0; bit >>= 1)
            {
                var isSet = (octet & bit) != 0;
                if (ended && isSet) return false;
                ended |= !isSet;
            }
        }

        return true;
    }

    /// <summary>Whether a range holds an address.</summary>
    public static bool Contains(ReadOnlySpan<byte> range, ReadOnlySpan<byte> address)
    {
        if (range.Length != 2 * address.Length) return false;
        for (var index = 0; index < address.Length; index++)
        {
            if (((address[index] ^ range[index]) & range[address.Length + index]) != 0) return false;
        }

        return true;
    }
}
