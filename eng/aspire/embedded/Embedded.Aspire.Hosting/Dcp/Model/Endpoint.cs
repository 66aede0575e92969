using System.Text.Json.Serialization.Metadata;

namespace Aspire.Hosting.Dcp;

/// <summary>A process that serves a <see cref="Service"/> now. DCP makes and deletes these as processes come and go.</summary>
internal sealed record Endpoint : DcpObject, IDcpKind<Endpoint>
{
    /// <inheritdoc />
    public override string Kind { get; init; } = nameof(Endpoint);

    /// <summary>Which service is served, and where.</summary>
    public required EndpointSpec Spec { get; init; }

    /// <inheritdoc />
    public static string Plural => "endpoints";

    /// <inheritdoc />
    public static JsonTypeInfo<Endpoint> Json => DcpJsonContext.Default.Endpoint;

    /// <inheritdoc />
    public static JsonTypeInfo<ObjectList<Endpoint>> ListJson => DcpJsonContext.Default.ObjectListEndpoint;

    /// <inheritdoc />
    public static JsonTypeInfo<WatchEvent<Endpoint>> EventJson => DcpJsonContext.Default.WatchEventEndpoint;
}
