namespace MtlsAspire.Server.Storage;

/// <summary>Versions of contents: UUIDs of version 7 (RFC 9562, section 5.7), which begin with the time.</summary>
internal static class ItemVersion
{
    /// <summary>A new one.</summary>
    public static byte[] New(DateTimeOffset now) => Guid.CreateVersion7(now).ToByteArray(bigEndian: true);

    /// <summary>What all versions from before a time are less than, and no later one.</summary>
    public static byte[] At(DateTimeOffset time)
    {
        var bytes = new byte[16];
        Guid.CreateVersion7(time).ToByteArray(bigEndian: true).AsSpan(0, 6).CopyTo(bytes);
        return bytes;
    }
}
