using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MtlsAspire.ServiceDefaults.MutualTls.Files;
using MtlsAspire.ServiceDefaults.MutualTls.Handshakes;
using MtlsAspire.ServiceDefaults.MutualTls.Identity;
using MtlsAspire.ServiceDefaults.MutualTls.Trust;

namespace MtlsAspire.ServiceDefaults.MutualTls;

/// <summary>
/// Keeps identity and trust as their files and downloads are, and has live connections be judged again when trust has
/// changed, and once a second because time has passed.
/// </summary>
internal sealed class MutualTlsReloader(
    MutualTlsOptions options,
    IdentityStore identity,
    TrustStore trust,
    RevocationListDownloads downloads,
    TimeProvider time,
    IMeterFactory meters,
    ILogger<MutualTlsReloader> logger) : BackgroundService
{
    private static readonly TimeSpan RecheckInterval = TimeSpan.FromSeconds(1);

    private readonly Counter<long> _reloads = meters.Create(HandshakeTelemetry.Name).CreateCounter<long>(
        "mtls.reloads", "{reload}", "Changes of certificates and trust that were taken over (result=success) or could not be (result=failure).");

    private readonly Dictionary<string, string?> _told = new(StringComparer.Ordinal);
    private long _rechecked = time.GetTimestamp();
    private TlsIdentity _identityOfTrust = identity.Current;
    private volatile bool _hasNewLists;

    /// <summary>Looks at everything once. Called by one at a time.</summary>
    internal void Refresh(bool hasNewLists)
    {
        if (Refresh("identity", identity.Source, force: false)) logger.IdentityReplaced(identity.Current.Leaf.Subject, Certificates.Iso8601(identity.Current.Leaf.NotAfter));
        // The identity's issuing CAs belong to trust, and so do the lists that have been fetched.
        var hasNewTrust = Refresh("trust", trust.Source, force: hasNewLists || !ReferenceEquals(_identityOfTrust, identity.Current));
        _identityOfTrust = identity.Current;
        if (hasNewTrust)
        {
            var material = trust.Current.Material;
            logger.TrustReplaced(material.Anchors.Count, material.Intermediates.Count, material.RevocationLists.Count, material.RevocationLists.Sum(list => (long)list.Count));
        }

        if (!hasNewTrust && time.GetElapsedTime(_rechecked) < RecheckInterval) return;
        _rechecked = time.GetTimestamp();
        trust.Recheck();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        CertificateGauges.Add(meters.Create(HandshakeTelemetry.Name), identity, trust, time);
        return Task.WhenAll(RefreshAsync(stoppingToken), downloads.Any ? DownloadAsync(stoppingToken) : Task.CompletedTask);
    }

    private async Task RefreshAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.ReloadInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var hasNewLists = _hasNewLists;
            _hasNewLists = false;
            try
            {
                Refresh(hasNewLists);
            }
            catch (Exception exception)
            {
                // What was taken over stays; the next round tries again.
                logger.ReloadFailed("mutual TLS", exception.Message);
            }
        }
    }

    private async Task DownloadAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.RevocationListRefresh, time);
        do
        {
            if (await downloads.FetchAsync(stoppingToken)) _hasNewLists = true;
            Tell("downloads", downloads.Problems.Count == 0 ? null : string.Join(' ', downloads.Problems));
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private bool Refresh<T>(string what, Reloadable<T> source, bool force)
        where T : class, IEquatable<T>
    {
        var isNew = source.Refresh(force);
        if (isNew) _reloads.Add(1, new KeyValuePair<string, object?>("mtls.reload", what), new("mtls.result", "success"));
        if (Tell(what, source.LastingProblem)) _reloads.Add(1, new KeyValuePair<string, object?>("mtls.reload", what), new("mtls.result", "failure"));
        return isNew;
    }

    // A problem is told when it comes and when it goes, not at every look.
    private bool Tell(string what, string? problem)
    {
        lock (_told)
        {
            _told.TryGetValue(what, out var told);
            if (told == problem) return false;
            _told[what] = problem;
        }

        if (problem is null) logger.ReloadRecovered(what);
        else logger.ReloadFailed(what, problem);
        return problem is not null;
    }
}
