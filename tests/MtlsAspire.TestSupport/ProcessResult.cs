using System.Globalization;

namespace MtlsAspire.TestSupport;

/// <summary>What a finished process left.</summary>
/// <param name="CommandLine">The command, for messages.</param>
/// <param name="ExitCode">The exit code; 128 + the signal's number where a Unix signal ended the process.</param>
/// <param name="StandardOutput">All that was written to standard output.</param>
/// <param name="StandardError">All that was written to standard error.</param>
public sealed record ProcessResult(string CommandLine, int ExitCode, string StandardOutput, string StandardError)
{
    /// <summary>Returns the result itself when the exit code is 0.</summary>
    /// <exception cref="InvalidOperationException">The exit code is not 0; the message holds the command and all of its output.</exception>
    public ProcessResult EnsureSuccess() =>
        ExitCode == 0 ? this : throw new InvalidOperationException(ToString());

    /// <summary>The command, the exit code and the output, as an assertion's message wants it.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"`{CommandLine}` exited with {ExitCode}\n{StandardOutput}\n{StandardError}");
}
