using System.Text.Json;
using System.Text.Json.Serialization;

namespace MtlsAspire.Clients;

/// <summary>How the server's answers are read, prepared at build time.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(WhoAmI))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(DepositedItem))]
[JsonSerializable(typeof(WantedRun))]
[JsonSerializable(typeof(MadeRun))]
internal sealed partial class ClientJsonContext : JsonSerializerContext;
