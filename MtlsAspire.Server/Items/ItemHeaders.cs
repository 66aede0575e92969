using MtlsAspire.Server.Storage;

namespace MtlsAspire.Server.Items;

/// <summary>The headers of an answer that is an item.</summary>
internal static class ItemHeaders
{
    public static void Write(HttpResponse response, StoredItem item)
    {
        response.Headers.ETag = item.ETag;
        response.Headers.LastModified = item.Header.Created.ToString("R");
        // RFC 9530, section 3.
        response.Headers["Repr-Digest"] = $"sha-256=:{Convert.ToBase64String(Convert.FromHexString(item.Header.Sha256))}:";
        // The content is whatever somebody put in: no browser shall guess what it is, no cache shall keep it.
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "no-store";
    }
}
