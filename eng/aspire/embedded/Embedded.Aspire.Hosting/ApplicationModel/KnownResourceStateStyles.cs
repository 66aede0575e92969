namespace Aspire.Hosting.ApplicationModel;

/// <summary>The styles in which a state can be shown.</summary>
public static class KnownResourceStateStyles
{
    /// <summary>Something failed.</summary>
    public static readonly string Error = "error";

    /// <summary>For information.</summary>
    public static readonly string Info = "info";

    /// <summary>All is well.</summary>
    public static readonly string Success = "success";

    /// <summary>A warning.</summary>
    public static readonly string Warn = "warning";
}
