using System.Text;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MtlsAspire.EndToEnd.Tests.Support;

/// <summary>Why an AppHost did not come up: the resources that are not well, and what they said last.</summary>
internal static class FailedStart
{
    private const int LastLines = 30;

    // A log is followed until its process has ended, and its last lines may come a little later than the news of that.
    private static readonly TimeSpan LogPatience = TimeSpan.FromSeconds(3);

    public static async Task<string> ExplainAsync(DistributedApplication application)
    {
        var resources = application.Services.GetRequiredService<DistributedApplicationModel>().Resources;
        var told = await Task.WhenAll(resources.Select(resource => TellAsync(application, resource)));
        return string.Concat(told);
    }

    private static async Task<string> TellAsync(DistributedApplication application, IResource resource)
    {
        if (!application.ResourceNotifications.TryGetCurrentState(resource.Name, out var current) || IsWell(current.Snapshot))
        {
            return string.Empty;
        }

        var text = new StringBuilder().Append($"\n{resource.Name}: {current.Snapshot.State?.Text}{(current.Snapshot.ExitCode is { } code ? $", exit code {code}" : "")}, {current.Snapshot.HealthStatus}");
        foreach (var line in (await LinesAsync(application, resource)).TakeLast(LastLines))
        {
            text.Append($"\n    {line}");
        }

        return text.ToString();
    }

    private static bool IsWell(CustomResourceSnapshot snapshot) =>
        snapshot.State?.Text == KnownResourceStates.Finished ? snapshot.ExitCode == 0
        : snapshot.State?.Text == KnownResourceStates.Running && snapshot.HealthStatus is null or HealthStatus.Healthy;

    private static async Task<List<string>> LinesAsync(DistributedApplication application, IResource resource)
    {
        var lines = new List<string>();
        using var patience = new CancellationTokenSource(LogPatience);
        try
        {
            var log = application.Services.GetRequiredService<ResourceLoggerService>().WatchAsync(resource);
            await foreach (var batch in log.WithCancellation(patience.Token))
            {
                lines.AddRange(batch.Select(line => line.Content));
            }
        }
        catch (OperationCanceledException)
        {
            // What has come until now is what there is.
        }

        return lines;
    }
}
