using System.Text.Json.Serialization;

namespace MtlsAspire.Hosting.Operator;

/// <summary>The JSON of the operator's API.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(IReadOnlyList<AuthorityAnswer>))]
[JsonSerializable(typeof(IReadOnlyList<CertificateAnswer>))]
[JsonSerializable(typeof(CertificateAnswer))]
[JsonSerializable(typeof(ChangesAnswer))]
[JsonSerializable(typeof(ProblemAnswer))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class OperatorJsonContext : JsonSerializerContext;
