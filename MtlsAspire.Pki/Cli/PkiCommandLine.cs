using System.CommandLine;
using System.CommandLine.Invocation;
using System.Runtime.InteropServices;
using MtlsAspire.Pki.Configuration;

namespace MtlsAspire.Pki.Cli;

/// <summary>The command line of the program.</summary>
internal static class PkiCommandLine
{
    // A batch of certificates that is being made when Ctrl-C comes is finished first.
    private static readonly TimeSpan TerminationTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Runs one command.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="error">Where errors and waiting messages go.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        var root = new RootCommand("A small certificate authority for mutual TLS. See docs/pki.md.")
        {
            BootstrapCommand.Create(),
            IssueCommand.Create(),
            SignCommand.Create(),
            RenewCommand.Create(),
            RevokeCommand.Create(),
            RevocationListCommand.Create(),
            ListCommand.Create(),
            InspectCommand.Create(),
            ExportCommand.Create(),
            RolloverCommand.Create(),
            DoctorCommand.Create(),
            VerifyCommand.Create(),
            ServeCommand.Create(),
        };
        var parsed = root.Parse(args);
        var configuration = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false, // it prints stack traces
            ProcessTerminationTimeout = TerminationTimeout,
        };
        try
        {
            // Not left to the library, which would return 1 and print the whole help below every error.
            if (parsed.Action is ParseErrorAction)
            {
                await error.WriteLineAsync($"error: {OneLine(parsed.Errors[0].Message)}: run with --help for usage");
                return ExitCode.Usage;
            }

            using var interrupted = new CancellationTokenSource();
            // The library listens for Ctrl-C only from a command's first wait on, and ours may do all they do without one.
            using var listening = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
            {
                signal.Cancel = true;
                interrupted.Cancel();
            });
            // Where it does, it either lets the cancellation through or returns this: whichever comes first.
            var exitCode = await parsed.InvokeAsync(configuration, interrupted.Token);
            return exitCode == ExitCode.Interrupted ? await InterruptedAsync(error) : exitCode;
        }
        catch (InvalidConfigurationException exception)
        {
            foreach (var line in exception.Errors)
            {
                await error.WriteLineAsync($"error: {line}");
            }

            return ExitCode.Usage;
        }
        catch (PkiException exception)
        {
            await error.WriteLineAsync($"error: {exception.Message}");
            return ExitCode.Failure;
        }
        catch (OperationCanceledException)
        {
            return await InterruptedAsync(error);
        }
        catch (Exception exception)
        {
            await error.WriteLineAsync($"error: unexpected {exception.GetType().Name}: {exception.Message}");
            return ExitCode.Failure;
        }
    }

    private static async Task<int> InterruptedAsync(TextWriter error)
    {
        await error.WriteLineAsync("interrupted: run the same command again to finish");
        return ExitCode.Interrupted;
    }

    // The library writes what is allowed one below the other.
    private static string OneLine(string message) =>
        string.Join(' ', message.Split(['\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');
}
