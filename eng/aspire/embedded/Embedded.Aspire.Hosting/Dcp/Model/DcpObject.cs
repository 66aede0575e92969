namespace Aspire.Hosting.Dcp;

/// <summary>What all objects of DCP's API have in common.</summary>
internal abstract record DcpObject
{
    /// <summary>The API group and version of all objects.</summary>
    public const string Version = "usvc-dev.developer.microsoft.com/v1";

    /// <summary>Always <see cref="Version"/>.</summary>
    public string ApiVersion { get; init; } = Version;

    /// <summary>The kind of object, for instance <c>Executable</c>.</summary>
    public abstract string Kind { get; init; }

    /// <summary>Name, uid, annotations.</summary>
    public required ObjectMetadata Metadata { get; init; }
}
