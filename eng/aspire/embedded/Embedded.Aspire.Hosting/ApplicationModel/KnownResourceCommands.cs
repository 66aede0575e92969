namespace Aspire.Hosting.ApplicationModel;

/// <summary>The names of the commands that resources have without being asked.</summary>
public static class KnownResourceCommands
{
    /// <summary>Starts the resource.</summary>
    public static readonly string StartCommand = "start";

    /// <summary>Stops the resource.</summary>
    public static readonly string StopCommand = "stop";

    /// <summary>Stops the resource and starts it again.</summary>
    public static readonly string RestartCommand = "restart";

    /// <summary>Builds a project anew and starts it.</summary>
    public static readonly string RebuildCommand = "rebuild";

    /// <summary>Asks for the value of a parameter.</summary>
    public static readonly string SetParameterCommand = "set-parameter";

    /// <summary>Forgets the value of a parameter.</summary>
    public static readonly string DeleteParameterCommand = "delete-parameter";
}
