namespace Aspire.Hosting.ApplicationModel;

/// <summary>Which program an <see cref="ExecutableResource"/> runs, and where.</summary>
public sealed class ExecutableAnnotation : IResourceAnnotation
{
    /// <summary>A path, or the name of a program on PATH.</summary>
    public required string Command { get; set; }

    /// <summary>The directory in which it runs.</summary>
    public required string WorkingDirectory { get; set; }
}
