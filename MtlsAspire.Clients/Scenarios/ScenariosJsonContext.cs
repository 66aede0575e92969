using System.Text.Json;
using System.Text.Json.Serialization;

namespace MtlsAspire.Clients.Scenarios.Cli;

/// <summary>How JSON is read and written here, prepared at build time.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MatrixSummary))]
[JsonSerializable(typeof(TokenQuestion))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class ScenariosJsonContext : JsonSerializerContext;
