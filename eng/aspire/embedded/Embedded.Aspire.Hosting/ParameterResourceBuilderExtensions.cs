using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Adds values that come from outside the application.</summary>
public static class ParameterResourceBuilderExtensions
{
    /// <summary>Adds a parameter whose value is configured under <c>Parameters:{name}</c>.</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, bool secret = false) =>
        builder.AddParameterFromConfiguration(name, $"Parameters:{name}", secret);

    /// <summary>Adds a parameter with a given value.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource.</param>
    /// <param name="value">The value, unless the configuration has one under <c>Parameters:{name}</c>.</param>
    /// <param name="publishValueAsDefault">Without meaning here.</param>
    /// <param name="secret">Whether the value must not be shown.</param>
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, string value, bool publishValueAsDefault = false, bool secret = false) =>
        builder.AddParameter(name, () => value, publishValueAsDefault, secret);

    /// <summary>Adds a parameter whose value a function gives, unless the configuration has one.</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, Func<string> valueGetter, bool publishValueAsDefault = false, bool secret = false)
    {
        if (publishValueAsDefault && secret)
        {
            throw new ArgumentException("A parameter cannot be both secret and published as a default value.", nameof(secret));
        }

        return builder.AddResource(new ParameterResource(name, _ => valueGetter(), secret));
    }

    /// <summary>Adds a parameter whose value is configured under a key.</summary>
    public static IResourceBuilder<ParameterResource> AddParameterFromConfiguration(this IDistributedApplicationBuilder builder, string name, string configurationKey, bool secret = false) =>
        builder.AddResource(new ParameterResource(name, @default => Configured(builder, name, configurationKey, @default), secret));

    /// <summary>Adds a connection string that is configured under <c>ConnectionStrings:{name}</c>.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddConnectionString(this IDistributedApplicationBuilder builder, string name, string? environmentVariableName = null) =>
        builder.AddResource(new ConnectionStringParameterResource(
            name,
            @default => Configured(builder, name, $"ConnectionStrings:{name}", @default),
            environmentVariableName)
        {
            IsConnectionString = true,
        });

    /// <summary>Describes a parameter.</summary>
    public static IResourceBuilder<ParameterResource> WithDescription(this IResourceBuilder<ParameterResource> builder, string description, bool enableMarkdown = false)
    {
        builder.Resource.Description = description;
        builder.Resource.EnableDescriptionMarkdown = enableMarkdown;
        return builder;
    }

    private static string Configured(IDistributedApplicationBuilder builder, string name, string key, ParameterDefault? @default) =>
        builder.Configuration[key]
        ?? builder.Configuration[key.Replace('-', '_')] // what an environment variable can be called
        ?? @default?.GetDefaultValue()
        ?? throw new MissingParameterValueException(
            $"Parameter resource could not be used because configuration key '{key}' is missing and the Parameter '{name}' has no default value. "
            + $"Set it, for example with the environment variable {key.Replace(":", "__", StringComparison.Ordinal).Replace('-', '_')} or with --{key}=VALUE.");
}
