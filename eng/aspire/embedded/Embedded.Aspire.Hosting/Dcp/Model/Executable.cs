using System.Text.Json.Serialization.Metadata;

namespace Aspire.Hosting.Dcp;

/// <summary>A process that DCP runs.</summary>
internal sealed record Executable : DcpObject, IDcpKind<Executable>
{
    /// <inheritdoc />
    public override string Kind { get; init; } = nameof(Executable);

    /// <summary>What is wanted.</summary>
    public required ExecutableSpec Spec { get; init; }

    /// <summary>What is; set by DCP.</summary>
    public ExecutableStatus? Status { get; init; }

    /// <inheritdoc />
    public static string Plural => "executables";

    /// <inheritdoc />
    public static JsonTypeInfo<Executable> Json => DcpJsonContext.Default.Executable;

    /// <inheritdoc />
    public static JsonTypeInfo<ObjectList<Executable>> ListJson => DcpJsonContext.Default.ObjectListExecutable;

    /// <inheritdoc />
    public static JsonTypeInfo<WatchEvent<Executable>> EventJson => DcpJsonContext.Default.WatchEventExecutable;
}
