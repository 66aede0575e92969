using System.Text;

namespace MtlsAspire.Server.Transformations;

/// <summary>What goes into a transformation.</summary>
/// <param name="Item">The item's name.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="Content">Its content.</param>
internal sealed record TransformationInput(string Item, string ContentType, byte[] Content)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The content as text.</summary>
    /// <exception cref="TransformationException">It is no UTF-8.</exception>
    public string Text
    {
        get
        {
            try
            {
                return Strict.GetString(Content);
            }
            catch (DecoderFallbackException exception)
            {
                throw new TransformationException("input_not_text", "The item is not text in UTF-8, as this transformation needs it.", exception);
            }
        }
    }
}
