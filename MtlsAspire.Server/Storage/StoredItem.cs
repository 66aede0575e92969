namespace MtlsAspire.Server.Storage;

/// <summary>An item that was found, opened as far as its header.</summary>
internal sealed record StoredItem(ItemRow Row, ItemHeader Header)
{
    /// <summary>The entity tag (RFC 9110, section 8.8.3), strong: it is another for each content that is put in.</summary>
    public string ETag => $"\"{Convert.ToHexStringLower(Row.Version)}\"";
}
