using System.Text.Json.Serialization.Metadata;

namespace Aspire.Hosting.Dcp;

/// <summary>An address that clients use, whichever processes serve it.</summary>
internal sealed record Service : DcpObject, IDcpKind<Service>
{
    /// <inheritdoc />
    public override string Kind { get; init; } = nameof(Service);

    /// <summary>What is wanted.</summary>
    public required ServiceSpec Spec { get; init; }

    /// <summary>What is; set by DCP.</summary>
    public ServiceStatus? Status { get; init; }

    /// <inheritdoc />
    public static string Plural => "services";

    /// <inheritdoc />
    public static JsonTypeInfo<Service> Json => DcpJsonContext.Default.Service;

    /// <inheritdoc />
    public static JsonTypeInfo<ObjectList<Service>> ListJson => DcpJsonContext.Default.ObjectListService;

    /// <inheritdoc />
    public static JsonTypeInfo<WatchEvent<Service>> EventJson => DcpJsonContext.Default.WatchEventService;
}
