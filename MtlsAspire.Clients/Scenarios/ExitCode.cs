namespace MtlsAspire.Clients.Scenarios.Cli;

/// <summary>What the process returns.</summary>
internal static class ExitCode
{
    /// <summary>Every scenario went as expected.</summary>
    public const int Success = 0;

    /// <summary>It could not be found out: a server is not up, or a file is missing.</summary>
    public const int Failure = 1;

    /// <summary>The command line was wrong.</summary>
    public const int Usage = 2;

    /// <summary>At least one scenario did not go as expected.</summary>
    public const int Unexpected = 3;

    /// <summary>Interrupted, as by Ctrl-C: 128 + SIGINT, the shells' convention.</summary>
    public const int Interrupted = 130;
}
