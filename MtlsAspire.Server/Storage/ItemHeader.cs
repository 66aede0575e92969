namespace MtlsAspire.Server.Storage;

/// <summary>What is known of an item beside its content.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ContentType">The media type that came with it.</param>
/// <param name="Length">Its size in bytes.</param>
/// <param name="Sha256">SHA-256 of its content, lower-case hexadecimal.</param>
/// <param name="Chunks">In how many encrypted chunks the content is kept.</param>
/// <param name="Created">When it was put in, UTC.</param>
/// <param name="Depositor">Who put it in: a SPIFFE ID, or a subject.</param>
internal sealed record ItemHeader(
    string Name, string ContentType, long Length, string Sha256, int Chunks, DateTimeOffset Created, string Depositor);
