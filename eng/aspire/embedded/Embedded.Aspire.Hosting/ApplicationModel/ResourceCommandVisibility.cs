namespace Aspire.Hosting.ApplicationModel;

/// <summary>Where a command is offered.</summary>
[Flags]
public enum ResourceCommandVisibility
{
    /// <summary>Nowhere; it can still be executed by name.</summary>
    None = 0,

    /// <summary>In the dashboard.</summary>
    UI = 1,

    /// <summary>To programs that ask for the commands of a resource.</summary>
    Api = 2,
}
