using System.Globalization;
using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>What every project gets when it is added: its launch profile, its URLs, telemetry.</summary>
internal sealed class ProjectDefaults(IResourceBuilder<ProjectResource> builder, IProjectMetadata metadata, ProjectResourceOptions options)
{
    private readonly ProjectResource _project = builder.Resource;

    public IResourceBuilder<ProjectResource> Apply()
    {
        builder.WithOtlpExporter();
        builder.WithEnvironment("DOTNET_SYSTEM_CONSOLE_ALLOW_ANSI_COLOR_REDIRECTION", "true");
        builder.WithEnvironment("LOGGING__CONSOLE__FORMATTERNAME", "simple");
        if (!options.ExcludeLaunchProfile && FindLaunchProfile() is var (name, profile))
        {
            ApplyLaunchProfile(name, profile);
        }
        else
        {
            builder.WithAnnotation(new ExcludeLaunchProfileAnnotation());
        }

        return builder.WithEnvironment(SetUrls);
    }

    private (string Name, LaunchProfile Profile)? FindLaunchProfile()
    {
        var settings = metadata.LaunchSettings ?? LaunchSettingsFile.Read(Path.GetDirectoryName(metadata.ProjectPath)!);
        if (options.LaunchProfileName is { } wanted)
        {
            return settings?.Profiles.TryGetValue(wanted, out var found) == true
                ? (wanted, found)
                : throw new DistributedApplicationException($"Launch settings of project '{_project.Name}' do not contain a profile named '{wanted}'.");
        }

        var configuration = builder.ApplicationBuilder.Configuration;
        var own = configuration["AppHost:DefaultLaunchProfileName"] ?? configuration["DOTNET_LAUNCH_PROFILE"];
        if (own is not null && settings?.Profiles.TryGetValue(own, out var sameAsAppHost) == true)
        {
            return (own, sameAsAppHost);
        }

        return settings?.Profiles
            .Where(p => p.Value.CommandName is "Project" or "Executable")
            .Select(p => ((string, LaunchProfile)?)(p.Key, p.Value))
            .FirstOrDefault();
    }

    private void ApplyLaunchProfile(string name, LaunchProfile profile)
    {
        builder.WithAnnotation(new LaunchProfileAnnotation(name));
        foreach (var url in (profile.ApplicationUrl ?? string.Empty).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var address = new Uri(url);
            var endpoint = new EndpointAnnotation(ProtocolType.Tcp, uriScheme: address.Scheme, name: FreeName(address.Scheme), port: address.Port)
            {
                TargetHost = address.Host,
            };
            builder.WithAnnotation(endpoint);
        }

        if (profile.LaunchUrl is { Length: > 0 } launchUrl)
        {
            builder.WithUrls(context =>
            {
                foreach (var url in context.Urls.Where(u => u.Endpoint is not null))
                {
                    url.Url = new Uri(new Uri(url.Url), launchUrl).ToString();
                }
            });
        }

        builder.WithEnvironment(context =>
        {
            context.EnvironmentVariables.TryAdd("DOTNET_LAUNCH_PROFILE", name);
            foreach (var (variable, value) in profile.EnvironmentVariables)
            {
                context.EnvironmentVariables.TryAdd(variable, Environment.ExpandEnvironmentVariables(value));
            }
        });
        builder.WithArgs(context =>
        {
            foreach (var arg in CommandLine.Split(profile.CommandLineArgs))
            {
                context.Args.Add(arg);
            }
        });
    }

    private string FreeName(string scheme)
    {
        var taken = _project.GetEndpoints().Select(e => e.EndpointName).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return Enumerable.Range(1, int.MaxValue)
            .Select(i => i == 1 ? scheme : scheme + i.ToString(CultureInfo.InvariantCulture))
            .First(name => !taken.Contains(name));
    }

    private void SetUrls(EnvironmentCallbackContext context)
    {
        var endpoints = _project.GetEndpoints().Where(e => e.IsHttp || e.IsHttps).ToList();
        if (endpoints.Count == 0 || context.EnvironmentVariables.ContainsKey("ASPNETCORE_URLS"))
        {
            return;
        }

        var urls = new ReferenceExpressionBuilder();
        foreach (var endpoint in endpoints)
        {
            urls.AppendLiteral($"{(urls.IsEmpty ? string.Empty : ";")}{endpoint.Scheme}://{endpoint.EndpointAnnotation.TargetHost}:");
            urls.AppendFormatted(endpoint.Property(EndpointProperty.TargetPort));
        }

        context.EnvironmentVariables["ASPNETCORE_URLS"] = urls.Build();
        if (endpoints.FirstOrDefault(e => e.IsHttps) is { } https)
        {
            context.EnvironmentVariables["ASPNETCORE_HTTPS_PORT"] = https.Property(EndpointProperty.Port);
        }
    }
}
