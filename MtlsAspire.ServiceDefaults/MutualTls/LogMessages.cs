using System.Net;
using Microsoft.Extensions.Logging;

namespace MtlsAspire.ServiceDefaults.MutualTls;

/// <summary>One line for each connection, with the same details that are on its spans.</summary>
internal static partial class LogMessages
{
    /// <summary>Tells of a client that was let in. Of one that was refused the audit tells, which a flood cannot drown.</summary>
    public static void ClientConnected(this ILogger logger, TlsConnection connection, EndPoint? address)
    {
        if (connection is not { Verdict.IsAccepted: true, Certificate: { } certificate }) return;
        ClientAccepted(
            logger, address, certificate.Subject, certificate.Issuer, certificate.NotBeforeText, certificate.NotAfterText,
            certificate.Sha256, connection.ProtocolVersion, connection.CipherSuite);
    }

    public static void ServerConnected(this ILogger logger, TlsConnection connection, string address, DateTimeOffset now)
    {
        if (connection.Certificate is not { } certificate) return;
        ServerAccepted(
            logger, address, certificate.Subject, certificate.Issuer, certificate.NotBeforeText, certificate.NotAfterText,
            (int)(certificate.NotAfter - now.UtcDateTime).TotalDays, certificate.Sha256, connection.ProtocolVersion, connection.CipherSuite);
    }

    [LoggerMessage(1, LogLevel.Information, "Client {Subject} accepted from {Address}: issued by {Issuer}, valid {NotBefore} to {NotAfter}, SHA-256 {Sha256}, TLS {TlsVersion}, {Cipher}.")]
    private static partial void ClientAccepted(
        ILogger logger, EndPoint? address, string subject, string issuer, string notBefore, string notAfter, string sha256,
        string tlsVersion, string cipher);

    [LoggerMessage(2, LogLevel.Information, "Connected to {Address}, server {Subject}: issued by {Issuer}, valid {NotBefore} to {NotAfter} ({DaysLeft} days left), SHA-256 {Sha256}, TLS {TlsVersion}, {Cipher}.")]
    private static partial void ServerAccepted(
        ILogger logger, string address, string subject, string issuer, string notBefore, string notAfter, int daysLeft, string sha256,
        string tlsVersion, string cipher);

    [LoggerMessage(3, LogLevel.Information, "This service's certificate has been replaced: {Subject}, valid to {NotAfter}. New connections use it.")]
    public static partial void IdentityReplaced(this ILogger logger, string subject, string notAfter);

    [LoggerMessage(4, LogLevel.Information, "Trust has been replaced: {Anchors} trust anchors, {Intermediates} known CAs, {Lists} revocation lists with {Revoked} revoked certificates.")]
    public static partial void TrustReplaced(this ILogger logger, int anchors, int intermediates, int lists, long revoked);

    [LoggerMessage(5, LogLevel.Error, "New files for {What} cannot be used, and the old stay in force. {Problem}")]
    public static partial void ReloadFailed(this ILogger logger, string what, string problem);

    [LoggerMessage(6, LogLevel.Information, "The files for {What} are in order again.")]
    public static partial void ReloadRecovered(this ILogger logger, string what);
}
