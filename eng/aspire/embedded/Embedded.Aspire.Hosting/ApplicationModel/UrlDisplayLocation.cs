namespace Aspire.Hosting.ApplicationModel;

/// <summary>Where a link of a resource is shown.</summary>
public enum UrlDisplayLocation
{
    /// <summary>In the list of resources and in the resource's details.</summary>
    SummaryAndDetails = 0,

    /// <summary>In the resource's details only.</summary>
    DetailsOnly = 1,
}
