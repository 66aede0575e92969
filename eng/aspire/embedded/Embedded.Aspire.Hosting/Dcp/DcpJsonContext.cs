using System.Text.Json.Serialization;

namespace Aspire.Hosting.Dcp;

/// <summary>How DCP's objects are read and written. Fields that are not modelled are ignored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(Executable))]
[JsonSerializable(typeof(ObjectList<Executable>))]
[JsonSerializable(typeof(WatchEvent<Executable>))]
[JsonSerializable(typeof(Service))]
[JsonSerializable(typeof(ObjectList<Service>))]
[JsonSerializable(typeof(WatchEvent<Service>))]
[JsonSerializable(typeof(Endpoint))]
[JsonSerializable(typeof(ObjectList<Endpoint>))]
[JsonSerializable(typeof(WatchEvent<Endpoint>))]
[JsonSerializable(typeof(ServiceProducer[]))]
[JsonSerializable(typeof(ApiServerExecution))]
[JsonSerializable(typeof(ApiStatus))]
internal sealed partial class DcpJsonContext : JsonSerializerContext
{
}
