namespace Aspire.Hosting.ApplicationModel;

/// <summary>A URL of a resource.</summary>
/// <param name="Name">The endpoint it belongs to, if any.</param>
/// <param name="Url">The absolute URL.</param>
/// <param name="IsInternal">True when it is shown only among the details of the resource.</param>
public sealed record UrlSnapshot(string? Name, string Url, bool IsInternal)
{
    /// <summary>How the URL is shown.</summary>
    public UrlDisplayPropertiesSnapshot DisplayProperties { get; init; } = new();

    /// <summary>True while nothing answers there; inactive URLs are not shown.</summary>
    public bool IsInactive { get; init; }
}
