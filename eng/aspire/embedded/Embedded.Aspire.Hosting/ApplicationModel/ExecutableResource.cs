namespace Aspire.Hosting.ApplicationModel;

/// <summary>A program that runs as a process.</summary>
public class ExecutableResource : Resource, IResourceWithEnvironment, IResourceWithArgs, IResourceWithEndpoints, IResourceWithWaitSupport
{
    /// <summary>Creates the resource.</summary>
    /// <param name="name">The name of the resource.</param>
    /// <param name="command">A path, or the name of a program on PATH.</param>
    /// <param name="workingDirectory">The directory in which it runs.</param>
    public ExecutableResource(string name, string command, string workingDirectory)
        : base(name)
    {
        ArgumentException.ThrowIfNullOrEmpty(command);
        ArgumentNullException.ThrowIfNull(workingDirectory);
#pragma warning disable MA0056 // overridable by the official API; the annotation must be there from the start
        Annotations.Add(new ExecutableAnnotation { Command = command, WorkingDirectory = workingDirectory });
#pragma warning restore MA0056
    }

    /// <summary>A path, or the name of a program on PATH.</summary>
    public string Command => Launch.Command;

    /// <summary>The directory in which it runs.</summary>
    public string WorkingDirectory => Launch.WorkingDirectory;

    private ExecutableAnnotation Launch => Annotations.OfType<ExecutableAnnotation>().Last();
}
