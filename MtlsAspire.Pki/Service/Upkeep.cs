using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MtlsAspire.Pki.Ocsp;
using MtlsAspire.Pki.Operations;

namespace MtlsAspire.Pki.Service;

/// <summary>Does what is due by itself: revocation lists before their nextUpdate, OCSP signers and the service's own certificate before their end.</summary>
internal sealed class Upkeep(
    PkiAuthority authority,
    OcspSigners signers,
    ServiceIdentity identity,
    PkiServiceOptions options,
    ILogger<Upkeep> logger) : BackgroundService
{
    private const string By = "service";

    /// <summary>Does what is due now. What fails is logged and tried again the next time; one failure does not keep the others from being done.</summary>
    /// <param name="cancellationToken">Stops between two things.</param>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        await TryAsync("The revocation lists", async () =>
        {
            foreach (var change in await authority.PublishRevocationListsAsync(force: false, By, cancellationToken))
            {
                logger.UpkeepMade(change.File, $"valid until {change.Expires:u}, {change.Reason}");
            }
        });
        await TryAsync("The OCSP signers", () =>
        {
            foreach (var name in signers.Refresh())
            {
                logger.UpkeepMade("An OCSP signer", $"for {name}");
            }

            return Task.CompletedTask;
        });
        await TryAsync("The service's certificate", async () =>
        {
            if (await identity.EnsureAsync(options.Hosts(), cancellationToken))
            {
                logger.UpkeepMade("The service's certificate", ServiceIdentity.Name);
            }
        });
    }

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // Before the first request: without signers there is no OCSP.
        await RunOnceAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.UpkeepInterval);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await RunOnceAsync(stoppingToken);
        }
    }

    private async Task TryAsync(string what, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (PkiException exception)
        {
            logger.UpkeepFailed(what, exception.Message, exception: null);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.UpkeepFailed(what, exception.Message, exception);
        }
    }
}
