using System.Text.Json;
using System.Text.Json.Serialization;

namespace MtlsAspire.Server.Endpoints;

/// <summary>How the server's answers are written as JSON, prepared at build time.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(WhoAmIAnswer))]
internal sealed partial class ServerJsonContext : JsonSerializerContext;
