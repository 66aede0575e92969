using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MtlsAspire.Hosting.Operator;

/// <summary>Commands of the dashboard that are given to the CA, with the operator's certificate. They can be used while the CA runs.</summary>
internal static class OperatorCommands
{
    /// <summary>Adds a command to a resource.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="pki">The PKI whose CA does it; where the application has no CA as a service, the command is not shown.</param>
    /// <param name="name">The name, unique in the resource.</param>
    /// <param name="displayName">The text of the button.</param>
    /// <param name="options">How the command is shown.</param>
    /// <param name="execute">What the command does; an <see cref="OperatorException"/> is told to the user.</param>
    public static IResourceBuilder<T> WithOperatorCommand<T>(
        this IResourceBuilder<T> builder,
        PkiResource pki,
        string name,
        string displayName,
        CommandOptions options,
        Func<OperatorClient, CancellationToken, Task<ExecuteCommandResult>> execute)
        where T : IResource
    {
        options.UpdateState = context => StateOf(pki, ReferenceEquals(pki.Authority, builder.Resource) ? context.ResourceSnapshot : Find(pki, context.ServiceProvider));
        return builder.WithCommand(name, displayName, context => ExecuteAsync(pki, context, execute), options);
    }

    /// <summary>Whether the CA takes commands.</summary>
    public static bool IsRunning(CustomResourceSnapshot? authority) => authority?.State?.Text == KnownResourceStates.Running;

    private static ResourceCommandState StateOf(PkiResource pki, CustomResourceSnapshot? authority) =>
        pki.Authority is null ? ResourceCommandState.Hidden
        : IsRunning(authority) ? ResourceCommandState.Enabled
        : ResourceCommandState.Disabled;

    private static CustomResourceSnapshot? Find(PkiResource pki, IServiceProvider services) =>
        pki.Authority is { } authority && services.GetRequiredService<ResourceNotificationService>().TryGetCurrentState(authority.Name, out var current)
            ? current.Snapshot
            : null;

    private static async Task<ExecuteCommandResult> ExecuteAsync(
        PkiResource pki, ExecuteCommandContext context, Func<OperatorClient, CancellationToken, Task<ExecuteCommandResult>> execute)
    {
        try
        {
            using var client = new OperatorClient(Connect(pki, context.ServiceProvider));
            var result = await execute(client, context.CancellationToken);
            context.Logger.LogInformation("{Message}", result.Message);
            return result;
        }
        catch (OperatorException exception)
        {
            return CommandResults.Failure(exception.Message);
        }
    }

    private static OperatorConnection Connect(PkiResource pki, IServiceProvider services)
    {
        if (pki.Authority is not { } authority)
        {
            throw new OperatorException($"{pki.Name} has no CA as a service: add one by AddCertificateAuthority.");
        }

        // Before anything is sent: a port whose process does not run takes connections, and never answers.
        var snapshot = Find(pki, services);
        return IsRunning(snapshot)
            ? new OperatorConnection(pki, authority.Name, new Uri(authority.GetEndpoint("https").Url))
            : throw new OperatorException($"{authority.Name} does not run (it is {snapshot?.State?.Text ?? "not there yet"}): start it, then try again.");
    }
}
