namespace Aspire.Hosting;

/// <summary>A project that was added by its path.</summary>
internal sealed class ProjectPathMetadata(string projectPath) : IProjectMetadata
{
    public string ProjectPath { get; } = projectPath;
}
