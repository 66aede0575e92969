namespace MtlsAspire.Pki.Cli;

/// <summary>What the process returns.</summary>
internal static class ExitCode
{
    /// <summary>The PKI is complete.</summary>
    public const int Success = 0;

    /// <summary>The PKI could not be made, or the directory cannot be used.</summary>
    public const int Failure = 1;

    /// <summary>The command line was wrong.</summary>
    public const int Usage = 2;

    /// <summary>Interrupted, as by Ctrl-C: 128 + SIGINT, the shells' convention.</summary>
    public const int Interrupted = 130;
}
