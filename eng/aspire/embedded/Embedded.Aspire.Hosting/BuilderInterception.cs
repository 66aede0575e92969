using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>Lets the testing library take part when an AppHost's Main builds its application.</summary>
internal abstract class BuilderInterception
{
    private static readonly AsyncLocal<BuilderInterception?> CurrentInterception = new();

    /// <summary>The interception in force where an AppHost's Main was called by a test; else null.</summary>
    public static BuilderInterception? Current
    {
        get => CurrentInterception.Value;
        set => CurrentInterception.Value = value;
    }

    /// <summary>Called before a builder is set up.</summary>
    public abstract void OnConstructing(DistributedApplicationOptions options, HostApplicationBuilderSettings settings);

    /// <summary>Called by Build before anything is built; may block until the test goes on.</summary>
    public abstract void OnBuilding(DistributedApplicationBuilder builder);

    /// <summary>Called by Build with the application; gives what Main shall run.</summary>
    public abstract DistributedApplication OnBuilt(DistributedApplication application);
}
