namespace MtlsAspire.Server;

/// <summary>What a box logs. Names of items are in none of it: they are confidential at rest.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(20, LogLevel.Information, "Lock {Lock} ({Kind}) of box {Box} opened: {Operation} for {Identity}. {Explanation}")]
    public static partial void LockOpened(this ILogger logger, string @lock, string kind, string box, string operation, string identity, string explanation);

    [LoggerMessage(21, LogLevel.Warning, "Lock {Lock} ({Kind}) of box {Box} stayed shut: {Operation} for {Identity}, {Reason}. {Explanation}")]
    public static partial void LockStayedShut(
        this ILogger logger, string @lock, string kind, string box, string operation, string identity, string reason, string explanation);

    [LoggerMessage(22, LogLevel.Information, "The locks have been replaced. {Locks}")]
    public static partial void LocksReplaced(this ILogger logger, string locks);

    [LoggerMessage(23, LogLevel.Error, "The configuration of the locks cannot be used, and the old locks stay in force. {Problem}")]
    public static partial void LocksKept(this ILogger logger, string problem);

    [LoggerMessage(24, LogLevel.Critical, "Box {Box} has been tampered with: {What}. It is not served. (Asked for by {Identity}.)")]
    public static partial void TamperingDetected(this ILogger logger, string box, string what, string identity);

    [LoggerMessage(25, LogLevel.Information, "The key ring has been wrapped for the new certificate {Subject}: {Count} keys.")]
    public static partial void KeyRingRewrapped(this ILogger logger, string subject, int count);

    [LoggerMessage(26, LogLevel.Error, "The key ring could not be wrapped for the new certificate, and stays wrapped for the old one. {Problem} Keep the old private key, and name it in Box:FormerKeys.")]
    public static partial void KeyRingNotRewrapped(this ILogger logger, string problem);

    [LoggerMessage(27, LogLevel.Information, "The sealed result of run {Run} is with box {Next} now.")]
    public static partial void Forwarded(this ILogger logger, string run, string next);

    [LoggerMessage(28, LogLevel.Warning, "A sealed result could not be forwarded to box {Next} now, and stays in the outbox: {Problem}")]
    public static partial void ForwardFailed(this ILogger logger, string next, string problem);

    [LoggerMessage(29, LogLevel.Error, "The database of box {Box} failed a request: {Problem}")]
    public static partial void DatabaseFailed(this ILogger logger, string box, string problem);
}
