using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using MtlsAspire.Server.Boxes;
using MtlsAspire.Server.Locks;
using MtlsAspire.Server.Storage;

namespace MtlsAspire.Server.Runs;

/// <summary>
/// Sealed results that the next box does not have yet. Each is forwarded until that box has it, across restarts of both;
/// the first attempt belongs to the trace of its run. A result that the next box refuses is tried again, but ever more rarely.
/// </summary>
internal sealed class Outbox(ItemStore store, IServiceProvider services, BoxOptions options, TimeProvider time, ILogger<Outbox> logger) : BackgroundService
{
    private const int PageSize = 100;
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(2);
    private static readonly ActivitySource Source = new(LockTelemetry.Name);

    private readonly RetrySchedule _retries = new();
    // Those whose first attempt is still to come or under way: a second one at the same time would only be refused as a replay.
    private readonly ConcurrentDictionary<string, bool> _first = new(StringComparer.Ordinal);
    private readonly Channel<(string Run, ActivityContext Cause)> _new = Channel.CreateUnbounded<(string, ActivityContext)>();

    public void Enqueue(string run)
    {
        _first[run] = true;
        _new.Writer.TryWrite((run, Activity.Current?.Context ?? default));
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        options.Next is null ? Task.CompletedTask : Task.WhenAll(ForwardNewAsync(stoppingToken), ForwardOldAsync(stoppingToken));

    private async Task ForwardNewAsync(CancellationToken stoppingToken)
    {
        await foreach (var (run, cause) in _new.Reader.ReadAllAsync(stoppingToken))
        {
            await TryForwardAsync(run, cause, stoppingToken);
            _first.TryRemove(run, out _);
        }
    }

    private async Task ForwardOldAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(RetryInterval, time);
        do
        {
            try
            {
                await ForwardDueAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                logger.ForwardFailed(options.Next!, exception.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task ForwardDueAsync(CancellationToken stoppingToken)
    {
        byte[]? after = [];
        while (after is not null)
        {
            var page = await store.PageAsync(Collection.Outbox, after, PageSize, stoppingToken);
            foreach (var header in page.Items.Select(item => item.Header))
            {
                var now = time.GetUtcNow();
                // What is newer may be about to be forwarded for the first time.
                if (header.Created > now - RetryInterval || _first.ContainsKey(header.Name) || !_retries.IsDue(header.Name, now)) continue;
                var outcome = await TryForwardAsync(header.Name, cause: default, stoppingToken);
                // The others would fare no better.
                if (!outcome.IsAnswered) return;
                if (!outcome.IsDelivered) _retries.Refused(header.Name, header.Created, now);
            }

            after = page.Next;
        }
    }

    private async Task<ForwardOutcome> TryForwardAsync(string run, ActivityContext cause, CancellationToken stoppingToken)
    {
        using var activity = Source.StartActivity(ActivityKind.Internal, cause, name: "forward sealed result");
        activity?.SetTag("mtls.box", options.Name).SetTag("mtls.next_box", options.Next);
        try
        {
            await using var open = await store.OpenAsync(Collection.Outbox, run, stoppingToken);
            if (open is null) return ForwardOutcome.Delivered;
            var next = services.GetRequiredService<NextBox>();
            var outcome = await next.HandInAsync(await open.ReadAsync(stoppingToken), stoppingToken);
            if (outcome.IsDelivered)
            {
                await open.DisposeAsync();
                await store.DeleteAsync(Collection.Outbox, run, WriteCondition.None, stoppingToken);
                _retries.Delivered(run);
                logger.Forwarded(run, options.Next!);
                return outcome;
            }

            activity?.SetStatus(ActivityStatusCode.Error, outcome.Problem);
            logger.ForwardFailed(options.Next!, outcome.Problem ?? "");
            return outcome;
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            activity?.SetStatus(ActivityStatusCode.Error, exception.Message);
            logger.ForwardFailed(options.Next!, exception.Message);
            return ForwardOutcome.Refused(exception.Message);
        }
    }
}
