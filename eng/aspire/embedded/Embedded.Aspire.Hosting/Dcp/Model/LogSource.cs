namespace Aspire.Hosting.Dcp;

/// <summary>A log of an <see cref="Executable"/>.</summary>
internal enum LogSource
{
    /// <summary>The process's standard output.</summary>
    Stdout,

    /// <summary>The process's standard error.</summary>
    Stderr,

    /// <summary>What DCP has to say about the process, for instance why it could not be started.</summary>
    System,
}
