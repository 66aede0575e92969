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
}
