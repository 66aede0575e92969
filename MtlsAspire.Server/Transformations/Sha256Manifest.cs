using System.Security.Cryptography;
using System.Text;

namespace MtlsAspire.Server.Transformations;

/// <summary>The hash of the item, in the form that <c>sha256sum --check</c> reads.</summary>
internal sealed class Sha256Manifest : ITransformation
{
    public string Name => "sha256-manifest";

    public string Summary => "SHA-256 of the item, in the form that sha256sum --check reads.";

    public TransformationOutput Apply(TransformationInput input, TransformationParameters parameters)
    {
        parameters.AllowOnly();
        return new TransformationOutput(
            TransformationOutput.PlainText, Encoding.UTF8.GetBytes($"{Convert.ToHexStringLower(SHA256.HashData(input.Content))}  {input.Item}\n"));
    }
}
