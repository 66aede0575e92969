using System.Text.Json;
using System.Text.Json.Serialization;

namespace MtlsAspire.Pki.Service.Operator;

/// <summary>The JSON of the operator's API.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyList<AuthorityAnswer>))]
[JsonSerializable(typeof(IReadOnlyList<CertificateAnswer>))]
[JsonSerializable(typeof(CertificateAnswer))]
[JsonSerializable(typeof(ChangesAnswer))]
[JsonSerializable(typeof(IssueQuestion))]
[JsonSerializable(typeof(RenewQuestion))]
[JsonSerializable(typeof(RevokeQuestion))]
[JsonSerializable(typeof(RolloverQuestion))]
[JsonSerializable(typeof(TokenAnswer))]
[JsonSerializable(typeof(TokenQuestion))]
internal sealed partial class OperatorJsonContext : JsonSerializerContext
{
    /// <summary>Has a service read and write the JSON of this API. Unknown fields are refused, so that a misspelt one is not overlooked.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.TypeInfoResolverChain.Insert(0, Default);
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
    }
}
