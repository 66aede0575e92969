namespace Aspire.Hosting;

/// <summary>What the AppHost was started for.</summary>
public class DistributedApplicationExecutionContext
{
    private IServiceProvider? _serviceProvider;

    /// <summary>Creates the context of an operation.</summary>
    public DistributedApplicationExecutionContext(DistributedApplicationOperation operation)
    {
        Operation = operation;
    }

    /// <summary>What the AppHost was started for.</summary>
    public DistributedApplicationOperation Operation { get; }

    /// <summary>Whether the application is run.</summary>
    public bool IsRunMode => Operation == DistributedApplicationOperation.Run;

    /// <summary>Whether the application is described for deployment.</summary>
    public bool IsPublishMode => Operation == DistributedApplicationOperation.Publish;

    /// <summary>The services of the built application.</summary>
    /// <exception cref="InvalidOperationException">The application is not built yet.</exception>
    public IServiceProvider ServiceProvider =>
        _serviceProvider ?? throw new InvalidOperationException("The services are available once the application has been built.");

    internal void SetServiceProvider(IServiceProvider serviceProvider) => _serviceProvider = serviceProvider;
}
