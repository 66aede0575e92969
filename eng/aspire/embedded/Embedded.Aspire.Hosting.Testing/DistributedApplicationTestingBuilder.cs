using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>Creates applications under test: with ports of their own, without the dashboard unless it is asked for.</summary>
public static class DistributedApplicationTestingBuilder
{
    /// <summary>Runs an AppHost's Main up to where it builds its application.</summary>
    /// <typeparam name="TEntryPoint">A type in the AppHost's assembly, for example <c>Projects.My_AppHost</c>.</typeparam>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(CancellationToken cancellationToken = default)
        where TEntryPoint : class =>
        CreateAsync(typeof(TEntryPoint), cancellationToken);

    /// <summary>Runs an AppHost's Main, with arguments, up to where it builds its application.</summary>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(string[] args, CancellationToken cancellationToken = default)
        where TEntryPoint : class =>
        CreateAsync(typeof(TEntryPoint), args, cancellationToken);

    /// <summary>Runs an AppHost's Main, with arguments and changed options, up to where it builds its application.</summary>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(
        string[] args, Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configureBuilder, CancellationToken cancellationToken = default) =>
        CreateAsync(typeof(TEntryPoint), args, configureBuilder, cancellationToken);

    /// <summary>Runs an AppHost's Main up to where it builds its application.</summary>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync(Type entryPoint, CancellationToken cancellationToken = default) =>
        CreateAsync(entryPoint, [], cancellationToken);

    /// <summary>Runs an AppHost's Main, with arguments, up to where it builds its application.</summary>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync(Type entryPoint, string[] args, CancellationToken cancellationToken = default) =>
        CreateAsync(entryPoint, args, (_, _) => { }, cancellationToken);

    /// <summary>Runs an AppHost's Main, with arguments and changed options, up to where it builds its application.</summary>
    /// <param name="entryPoint">A type in the AppHost's assembly.</param>
    /// <param name="args">The command-line arguments.</param>
    /// <param name="configureBuilder">Changes the options and settings of the builder.</param>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    public static async Task<IDistributedApplicationTestingBuilder> CreateAsync(
        Type entryPoint, string[] args, Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configureBuilder, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entryPoint);
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(configureBuilder);
        var main = new EntryPointRun(entryPoint.Assembly, args, configureBuilder);
        return new TestingBuilder(main, await main.StartAsync(cancellationToken));
    }
}
