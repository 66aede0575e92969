namespace MtlsAspire.Pki.Cli;

/// <summary>What the process returns.</summary>
internal static class ExitCode
{
    /// <summary>It was done.</summary>
    public const int Success = 0;

    /// <summary>It could not be done; nothing was changed but what was said.</summary>
    public const int Failure = 1;

    /// <summary>The command line or <c>pki.json</c> was wrong; nothing was changed.</summary>
    public const int Usage = 2;

    /// <summary><c>doctor</c> found something that must be mended.</summary>
    public const int Findings = 3;

    /// <summary>Interrupted, as by Ctrl-C: 128 + SIGINT, the shells' convention.</summary>
    public const int Interrupted = 130;
}
