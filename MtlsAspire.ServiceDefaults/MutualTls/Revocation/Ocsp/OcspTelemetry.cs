using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MtlsAspire.ServiceDefaults.MutualTls.Handshakes;

namespace MtlsAspire.ServiceDefaults.MutualTls.Revocation.Ocsp;

/// <summary>Tells of questions to responders: each in a metric, and in the log when one begins or ceases to be of no use.</summary>
internal sealed partial class OcspTelemetry(OcspStatusSource source, IMeterFactory meters, ILogger<OcspTelemetry> logger) : IHostedService
{
    // Certificates may name any number of responders, though only certificates of our CAs.
    private const int MostRemembered = 1_024;

    private readonly Counter<long> _requests = meters.Create(HandshakeTelemetry.Name).CreateCounter<long>(
        "mtls.ocsp.requests", "{request}", "Requests to OCSP responders by result: good, revoked, unknown, or why there was no usable answer.");

    private readonly HashSet<(Uri Responder, string Issuer)> _failing = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        source.Asked += Tell;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        source.Asked -= Tell;
        return Task.CompletedTask;
    }

    private static string Code(OcspResult result) => result switch
    {
        OcspResult.Good => "good",
        OcspResult.Revoked => "revoked",
        OcspResult.Unknown => "unknown",
        OcspResult.Unreachable => "unreachable",
        OcspResult.TimedOut => "timeout",
        OcspResult.HttpError => "http_error",
        OcspResult.ErrorStatus => "error_status",
        OcspResult.Untrusted => "untrusted",
        OcspResult.Untimely => "untimely",
        _ => "malformed",
    };

    private void Tell(object? sender, OcspAskedEventArgs question)
    {
        _requests.Add(1, new KeyValuePair<string, object?>("mtls.result", Code(question.Result)));
        var key = (question.Responder, question.Issuer);
        lock (_failing)
        {
            if (_failing.Count >= MostRemembered) _failing.Clear();
            if (question.Problem is null ? !_failing.Remove(key) : !_failing.Add(key)) return;
        }

        if (question.Problem is null) Recovered(logger, question.Responder, question.Issuer);
        else Failed(logger, question.Responder, question.Issuer, question.Problem);
    }

    [LoggerMessage(1, LogLevel.Warning, "The OCSP responder {Responder} is of no use for certificates of {Issuer}: it {Problem}. What no list decides meanwhile is not known.")]
    private static partial void Failed(ILogger logger, Uri responder, string issuer, string problem);

    [LoggerMessage(2, LogLevel.Information, "The OCSP responder {Responder} answers again for certificates of {Issuer}.")]
    private static partial void Recovered(ILogger logger, Uri responder, string issuer);
}
