using MtlsAspire.Server.Storage;

namespace MtlsAspire.Server.Items;

/// <summary>What is told of an item.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="Length">Its size in bytes.</param>
/// <param name="Sha256">SHA-256 of its content, lower-case hexadecimal.</param>
/// <param name="ETag">Its entity tag, for If-Match.</param>
/// <param name="Created">When it was put in, UTC.</param>
/// <param name="Depositor">Who put it in.</param>
internal sealed record ItemAnswer(
    string Name, string ContentType, long Length, string Sha256, string ETag, DateTimeOffset Created, string Depositor)
{
    public static ItemAnswer Of(StoredItem item) => new(
        item.Header.Name, item.Header.ContentType, item.Header.Length, item.Header.Sha256, item.ETag, item.Header.Created, item.Header.Depositor);
}
