using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using MtlsAspire.Server.Items;
using MtlsAspire.Server.Locks;
using MtlsAspire.Server.Problems;
using MtlsAspire.Server.Protection;
using MtlsAspire.Server.Results;
using MtlsAspire.Server.Runs;
using MtlsAspire.Server.Storage;
using MtlsAspire.Server.Transformations;
using MtlsAspire.ServiceDefaults;
using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.ServiceDefaults.Seals;

namespace MtlsAspire.Server.Boxes;

/// <summary>Makes a server a box.</summary>
internal static class BoxExtensions
{
    // So that a name that is far too long is answered by us, with a reason, and not by the web server.
    private const int LongestRequestLine = 32 << 10;

    private static readonly TimeSpan NeighbourTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Adds what the configuration says that the box can do.</summary>
    /// <exception cref="ConfigurationException">A setting is missing or malformed.</exception>
    public static BoxOptions AddBox(this WebApplicationBuilder builder)
    {
        var policy = PolicyFile.AddTo(builder.Configuration);
        var options = BoxOptions.Read(builder.Configuration);
        if (options.Serves.Count == 0) return options;

        var services = builder.Services;
        services.AddSingleton(options);
        services.AddSingleton(policy);
        services.AddSingleton<LockBook>();
        services.AddSingleton<LockTelemetry>();
        services.AddSingleton<IAuthorizationHandler, LockHandler>();
        services.AddSingleton<IAuthorizationPolicyProvider, LockPolicies>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, LockedAnswer>();
        services.AddExceptionHandler<BoxExceptionHandler>();
        services.AddProblemDetails(problems => problems.CustomizeProblemDetails = problem => ProblemWriter.AddPlace(problem, options));
        services.Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MaxRequestLineSize = LongestRequestLine);
        services.AddOpenApi(api => BoxDocument.Describe(api, options));

        services.AddBoxProtection(options);
        services.AddSingleton<BoxDatabase>(_ => options.Database is { } connection
            ? new PostgresBoxDatabase(connection)
            : new SqliteBoxDatabase(Path.Combine(PrivateDirectory.Create(options.Data), "box.db")));
        services.AddSingleton<ItemStore>();
        services.AddHostedService<BoxStart>();
        services.AddSingleton<ItemVisibility>();
        services.AddSingleton<ItemEndpoints>();
        services.AddSingleton<SealVerifier>();
        services.AddSingleton<ResultEndpoints>();
        if (options.Has(BoxPart.Runs)) builder.AddRuns(options);
        return options;
    }

    /// <summary>Maps the paths of the box.</summary>
    /// <exception cref="ConfigurationException">The locks are wrong, or the key ring cannot be opened.</exception>
    public static void MapBox(this WebApplication app, IEndpointRouteBuilder secured, BoxOptions options)
    {
        if (options.Serves.Count == 0) return;
        // Now, so that a mistake is told before anything starts.
        app.Services.GetRequiredService<LockBook>();
        app.Services.GetRequiredService<KeyRing>();
        // Around authorization too, so that what is hidden is answered just as what is not there.
        app.UseExceptionHandler();
        app.UseAuthentication();
        app.UseAuthorization();
        secured.MapOpenApi();
        if (options.Has(BoxPart.Items)) secured.MapItems();
        if (options.Has(BoxPart.Runs)) secured.MapRuns();
        if (options.Has(BoxPart.Results)) secured.MapResults();
    }

    private static void AddRuns(this WebApplicationBuilder builder, BoxOptions options)
    {
        var services = builder.Services;
        services.AddSingleton<ITransformation, UpperCase>();
        services.AddSingleton<ITransformation, WordCount>();
        services.AddSingleton<ITransformation, Redaction>();
        services.AddSingleton<ITransformation, JsonProjection>();
        services.AddSingleton<ITransformation, Sha256Manifest>();
        services.AddSingleton<TransformationCatalog>();
        services.AddSingleton<Sealer>();
        services.AddSingleton<Outbox>();
        services.AddHostedService(provider => provider.GetRequiredService<Outbox>());
        services.AddSingleton<RunService>();
        services.AddSingleton<RunEndpoints>();
        AddNeighbour<SourceBox>(builder, options.Source!);
        if (options.Next is { } next) AddNeighbour<NextBox>(builder, next);
    }

    private static void AddNeighbour<TClient>(WebApplicationBuilder builder, string name)
        where TClient : class
    {
        var address = NeighbourAddress.Of(builder.Configuration, name);
        builder.Services
            .AddHttpClient<TClient>(http =>
            {
                http.BaseAddress = address;
                http.Timeout = NeighbourTimeout;
                http.DefaultRequestVersion = System.Net.HttpVersion.Version20;
            })
            .AddMutualTls();
    }
}
