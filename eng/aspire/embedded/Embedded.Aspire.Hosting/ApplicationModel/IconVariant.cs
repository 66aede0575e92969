namespace Aspire.Hosting.ApplicationModel;

/// <summary>The two drawings of every Fluent icon.</summary>
public enum IconVariant
{
    /// <summary>Outline only.</summary>
    Regular,

    /// <summary>Filled shape.</summary>
    Filled,
}
