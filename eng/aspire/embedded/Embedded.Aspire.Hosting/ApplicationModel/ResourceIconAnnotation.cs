namespace Aspire.Hosting.ApplicationModel;

/// <summary>The icon of a resource in the dashboard.</summary>
/// <param name="iconName">The name of a Fluent UI icon, for example "Database".</param>
/// <param name="iconVariant">Outlined or filled.</param>
public sealed class ResourceIconAnnotation(string iconName, IconVariant iconVariant = IconVariant.Filled) : IResourceAnnotation
{
    /// <summary>The name of a Fluent UI icon.</summary>
    public string IconName { get; } = iconName;

    /// <summary>Outlined or filled.</summary>
    public IconVariant IconVariant { get; } = iconVariant;
}
