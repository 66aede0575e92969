using System.Text.Json.Serialization;

namespace MtlsAspire.Pki.Service.Operator;

/// <summary>The JSON of the operator's API: unknown fields are refused, so that a misspelt one is not overlooked.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(IReadOnlyList<CertificateAnswer>))]
[JsonSerializable(typeof(CertificateAnswer))]
[JsonSerializable(typeof(ChangesAnswer))]
[JsonSerializable(typeof(IssueQuestion))]
[JsonSerializable(typeof(RenewQuestion))]
[JsonSerializable(typeof(RevokeQuestion))]
[JsonSerializable(typeof(TokenAnswer))]
[JsonSerializable(typeof(TokenQuestion))]
internal sealed partial class OperatorJsonContext : JsonSerializerContext;
