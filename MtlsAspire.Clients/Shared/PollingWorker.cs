using System.Diagnostics;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MtlsAspire.ServiceDefaults.MutualTls;

namespace MtlsAspire.Clients;

/// <summary>Calls the box again and again, each time in one trace: is greeted, and then does its work. A failure ends only its poll.</summary>
internal sealed class PollingWorker(
    BoxClient box, IEnumerable<IBoxWork> works, ClientOptions options, TimeProvider time, ILogger<PollingWorker> logger) : BackgroundService
{
    private static readonly ActivitySource Source = new("MtlsAspire.Clients");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Interval, time);
        do
        {
            await PollAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task PollAsync(CancellationToken stoppingToken)
    {
        using var activity = Source.StartActivity("poll server");
        try
        {
            var greeting = await box.GreetAsync(stoppingToken);
            var seen = await box.WhoAmIAsync(stoppingToken);
            logger.Polled(greeting, seen.Subject, seen.NotAfter, seen.TlsVersion, seen.Cipher);
            foreach (var work in works) await work.DoAsync(box, stoppingToken);
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            activity?.SetStatus(ActivityStatusCode.Error, Describe(exception));
            if (IsNotUpYet(exception)) logger.NotReachable(box.Address, Describe(exception));
            else logger.PollFailed(box.Address, Describe(exception));
        }
    }

    // Nobody listens at the port (yet, or for the moment): expected while the application starts or restarts.
    private static bool IsNotUpYet(Exception exception) =>
        exception is HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } };

    private static string Describe(Exception exception) => exception switch
    {
        HttpRequestException { InnerException: MutualTlsException refused } => $"{refused.Verdict.Code}: {refused.Message}",
        OperationCanceledException => "no answer in time",
        _ => exception.GetBaseException().Message,
    };
}
