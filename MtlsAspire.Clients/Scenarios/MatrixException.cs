namespace MtlsAspire.Clients.Scenarios.Cli;

/// <summary>The matrix cannot be run. The message is one line for a person: what is wrong, where, and what to do next.</summary>
/// <param name="message">The line.</param>
/// <param name="exitCode">What the process returns.</param>
/// <param name="innerException">What was caught, if anything.</param>
internal sealed class MatrixException(string message, int exitCode = ExitCode.Failure, Exception? innerException = null) : Exception(message, innerException)
{
    public int Code { get; } = exitCode;
}
