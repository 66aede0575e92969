using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dcp;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>Describes to DCP the process of a resource: program, arguments, environment, the ports it serves.</summary>
internal sealed class ExecutableFactory(DistributedApplicationExecutionContext executionContext)
{
    /// <summary>The prefix of the assembly metadata by which the AppHost's build tells where a project's program is.</summary>
    public const string TargetPathMetadata = "projecttargetpath:";

    public async Task<Executable> CreateAsync(IResource resource, ILogger logger, CancellationToken cancellationToken)
    {
        var (program, leadingArgs, workingDirectory) = Launch(resource);
        return new Executable
        {
            Metadata = new ObjectMetadata
            {
                Name = resource.GetInstanceName(),
                Annotations = new Dictionary<string, string>
                {
                    ["resource-name"] = resource.Name,
                    [ServiceProducer.Annotation] = ServiceProducer.ToAnnotationValue(Producers(resource)),
                },
            },
            Spec = new ExecutableSpec
            {
                ExecutablePath = program,
                WorkingDirectory = workingDirectory,
                Args = [.. leadingArgs, .. await ArgumentsAsync(resource, logger, cancellationToken)],
                Env = await EnvironmentAsync(resource, logger, cancellationToken),
                AmbientEnvironment = AmbientEnvironment.Inherit,
            },
        };
    }

    /// <summary>The program of a resource, the arguments that start it, and its directory.</summary>
    public static (string Program, string[] LeadingArgs, string WorkingDirectory) Launch(IResource resource)
    {
        if (resource is ExecutableResource executable)
        {
            return (executable.Command, [], executable.WorkingDirectory);
        }

        var project = resource.Annotations.OfType<IProjectMetadata>().Last();
        var directory = Path.GetDirectoryName(project.ProjectPath)!;
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet";
        // Started directly, a project is up about two seconds sooner than through `dotnet run`, and is the process that DCP watches.
        return TargetPath(project) is { } target
            ? (dotnet, ["exec", target], directory)
            : (dotnet, ["run", "--project", project.ProjectPath, "--no-launch-profile", .. project.SuppressBuild ? new[] { "--no-build" } : [], "--"], directory);
    }

    private static string? TargetPath(IProjectMetadata project) =>
        project.GetType().Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(a => a.Key == TargetPathMetadata + project.ProjectPath)?.Value is { } path && File.Exists(path)
                ? path
                : null;

    private static IEnumerable<ServiceProducer> Producers(IResource resource) =>
        resource.Annotations.OfType<EndpointAnnotation>()
            .Select(e => new ServiceProducer(ProcessTemplates.ServiceName(resource, e), Port: e.TargetPort ?? (e.IsProxied ? TargetPorts.Next() : null)));

    private async Task<List<string>> ArgumentsAsync(IResource resource, ILogger logger, CancellationToken cancellationToken)
    {
        var args = new List<object>();
        var context = new CommandLineArgsCallbackContext(args, resource, cancellationToken) { ExecutionContext = executionContext, Logger = logger };
        foreach (var annotation in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>().ToList())
        {
            await annotation.Callback(context);
        }

        var values = new List<string>(args.Count);
        foreach (var arg in args)
        {
            if (await ResolveAsync(resource, arg, cancellationToken) is { } value)
            {
                values.Add(value);
            }
        }

        return values;
    }

    private async Task<List<EnvironmentVariable>> EnvironmentAsync(IResource resource, ILogger logger, CancellationToken cancellationToken)
    {
        var context = new EnvironmentCallbackContext(executionContext, resource, cancellationToken: cancellationToken) { Logger = logger };
        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>().ToList())
        {
            await annotation.Callback(context);
        }

        var variables = new List<EnvironmentVariable>(context.EnvironmentVariables.Count);
        foreach (var (name, value) in context.EnvironmentVariables)
        {
            variables.Add(new EnvironmentVariable(name, await ResolveAsync(resource, value, cancellationToken)));
        }

        return variables;
    }

    private async ValueTask<string?> ResolveAsync(IResource resource, object value, CancellationToken cancellationToken) => value switch
    {
        string text => text,
        IValueProvider provider => await provider.GetValueAsync(new ValueProviderContext { ExecutionContext = executionContext, Caller = resource }, cancellationToken),
        IResourceBuilder<IResource> { Resource: IValueProvider provider } => await provider.GetValueAsync(cancellationToken),
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture),
    };
}
