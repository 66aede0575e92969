using System.Text;

namespace MtlsAspire.Server.Transformations;

/// <summary>Text in capital letters.</summary>
internal sealed class UpperCase : ITransformation
{
    public string Name => "upper-case";

    public string Summary => "Text in capital letters.";

    public TransformationOutput Apply(TransformationInput input, TransformationParameters parameters)
    {
        parameters.AllowOnly();
        return new TransformationOutput(TransformationOutput.PlainText, Encoding.UTF8.GetBytes(input.Text.ToUpperInvariant()));
    }
}
