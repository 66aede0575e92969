namespace Aspire.Hosting.ApplicationModel;

/// <summary>A link of a resource in the dashboard.</summary>
public sealed class ResourceUrlAnnotation : IResourceAnnotation
{
    /// <summary>Higher ones come first; null means 0.</summary>
#pragma warning disable CA1051, MA0069 // a public field in the official API
    public int? DisplayOrder;
#pragma warning restore CA1051, MA0069

    /// <summary>The URL, absolute or relative to the endpoint.</summary>
    public required string Url { get; set; }

    /// <summary>The text of the link; by default the URL.</summary>
    public string? DisplayText { get; set; }

    /// <summary>The endpoint that the link belongs to.</summary>
    public EndpointReference? Endpoint { get; init; }

    /// <summary>Where the link is shown.</summary>
    public UrlDisplayLocation DisplayLocation { get; set; }
}
