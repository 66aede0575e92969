using Microsoft.Extensions.Logging;

namespace Microsoft.AspNetCore.Authentication.Certificate;

/// <summary>The handler's log messages; event names and levels as in the official package.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(0, LogLevel.Debug, "The client sent no certificate.", EventName = "NoCertificate")]
    public static partial void NoCertificate(this ILogger logger);

    [LoggerMessage(1, LogLevel.Warning, "{CertificateType} certificates are not allowed; the subject was {Subject}.", EventName = "CertificateRejected")]
    public static partial void CertificateRejected(this ILogger logger, string certificateType, string subject);

    [LoggerMessage(2, LogLevel.Warning, "The certificate of {Subject} failed validation: {ChainErrors}", EventName = "CertificateFailedValidation")]
    public static partial void CertificateFailedValidation(this ILogger logger, string subject, string chainErrors);

    [LoggerMessage(3, LogLevel.Debug, "Not an https request: no certificate authentication.", EventName = "NotHttps")]
    public static partial void NotHttps(this ILogger logger);
}
