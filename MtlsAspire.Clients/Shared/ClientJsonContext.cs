using System.Text.Json;
using System.Text.Json.Serialization;

namespace MtlsAspire.Clients;

/// <summary>How the server's answers are read, prepared at build time.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(WhoAmI))]
[JsonSerializable(typeof(Problem))]
internal sealed partial class ClientJsonContext : JsonSerializerContext;
