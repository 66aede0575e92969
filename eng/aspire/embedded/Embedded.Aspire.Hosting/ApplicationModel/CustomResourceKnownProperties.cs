namespace Aspire.Hosting.ApplicationModel;

/// <summary>Names of properties that the dashboard shows in a place of their own.</summary>
public static class CustomResourceKnownProperties
{
    /// <summary>What the resource is made from: shown in the column "Source".</summary>
    public static string Source => KnownProperties.Source;

    /// <summary>The connection string of the resource.</summary>
    public static string ConnectionString => KnownProperties.ConnectionString;
}
