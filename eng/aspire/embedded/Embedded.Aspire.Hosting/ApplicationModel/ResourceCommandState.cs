namespace Aspire.Hosting.ApplicationModel;

/// <summary>Whether a command can be used at the moment.</summary>
public enum ResourceCommandState
{
    /// <summary>Shown and usable.</summary>
    Enabled,

    /// <summary>Shown but not usable.</summary>
    Disabled,

    /// <summary>Not shown.</summary>
    Hidden,
}
