namespace Aspire.Hosting.Dcp;

/// <summary>The Kubernetes metadata of an object, as far as DCP uses it.</summary>
internal sealed record ObjectMetadata
{
    /// <summary>Unique among the objects of the same kind: <c>[a-zA-Z_~][a-zA-Z0-9\-._~]*</c>, at most 253 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Set by the server; a re-created object of the same name has another one.</summary>
    public string? Uid { get; init; }

    /// <summary>Set by the server; changes with every change of the object.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>Set by the server.</summary>
    public DateTimeOffset? CreationTimestamp { get; init; }

    /// <summary>Set by the server once the object is being deleted.</summary>
    public DateTimeOffset? DeletionTimestamp { get; init; }

    /// <summary>Free-form texts; some have a meaning to DCP.</summary>
    public IReadOnlyDictionary<string, string>? Annotations { get; init; }

    /// <summary>Set by the server: the objects that this one belongs to.</summary>
    public IReadOnlyList<OwnerReference>? OwnerReferences { get; init; }
}
