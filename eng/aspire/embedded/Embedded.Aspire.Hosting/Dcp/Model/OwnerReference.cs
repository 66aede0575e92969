namespace Aspire.Hosting.Dcp;

/// <summary>Says to which other object an object belongs.</summary>
internal sealed record OwnerReference
{
    /// <summary>For instance <c>Executable</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The owner's name.</summary>
    public required string Name { get; init; }

    /// <summary>The owner's uid.</summary>
    public string? Uid { get; init; }
}
