using System.Text.Json;
using System.Text.Json.Serialization;

namespace MtlsAspire.Server.Storage;

/// <summary>How headers are written within their encryption, prepared at build time.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ItemHeader))]
internal sealed partial class StorageJsonContext : JsonSerializerContext;
