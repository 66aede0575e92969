using System.Text.Json;
using System.Text.Json.Serialization;

namespace MtlsAspire.ServiceDefaults.Seals;

/// <summary>How statements are written, prepared at build time.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SealStatement))]
internal sealed partial class SealJsonContext : JsonSerializerContext;
