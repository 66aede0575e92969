namespace MtlsAspire.Server.Transformations;

/// <summary>What comes out of a transformation.</summary>
/// <param name="ContentType">Its media type.</param>
/// <param name="Content">Its content.</param>
internal sealed record TransformationOutput(string ContentType, byte[] Content)
{
    public const string PlainText = "text/plain; charset=utf-8";
    public const string Json = "application/json";
}
