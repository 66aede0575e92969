using System.Net;
using Microsoft.Extensions.Logging;
using MtlsAspire.Pki.Ocsp;

namespace MtlsAspire.Pki.Service;

/// <summary>The service's log lines. None holds a key or a token.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(1, LogLevel.Debug, "OCSP request refused with {Status}: {Fault}.")]
    public static partial void OcspRefused(this ILogger logger, OcspResponseStatus status, string fault);

    [LoggerMessage(2, LogLevel.Error, "An OCSP request could not be answered.")]
    public static partial void OcspFailed(this ILogger logger, Exception exception);

    [LoggerMessage(3, LogLevel.Error, "The request for {Path} failed.")]
    public static partial void RequestFailed(this ILogger logger, string path, Exception exception);

    [LoggerMessage(4, LogLevel.Information, "Audit: EST {Operation} from {Address}: issued {Subject}, serial number {SerialNumber}.")]
    public static partial void Enrolled(this ILogger logger, string operation, string subject, string serialNumber, IPAddress? address);

    [LoggerMessage(5, LogLevel.Warning, "Audit: EST {Operation} from {Address} refused, {Reason}: {Explanation}")]
    public static partial void EnrolmentRefused(this ILogger logger, string operation, string reason, string explanation, IPAddress? address);

    [LoggerMessage(6, LogLevel.Information, "Audit: operator {Operator} (serial number {SerialNumber}): {Action}. {Result}")]
    public static partial void OperatorActed(this ILogger logger, string @operator, string serialNumber, string action, string result);

    [LoggerMessage(7, LogLevel.Warning, "Audit: operator {Operator} (serial number {SerialNumber}): {Action} failed. {Explanation}")]
    public static partial void OperatorFailed(this ILogger logger, string @operator, string serialNumber, string action, string explanation);

    [LoggerMessage(8, LogLevel.Information, "{What} was made: {Detail}.")]
    public static partial void UpkeepMade(this ILogger logger, string what, string detail);

    [LoggerMessage(9, LogLevel.Error, "{What} could not be brought up to date: {Explanation}")]
    public static partial void UpkeepFailed(this ILogger logger, string what, string explanation, Exception? exception);
}
