using System.CommandLine;
using System.CommandLine.Invocation;
using MtlsAspire.Pki.Configuration;

namespace MtlsAspire.Pki.Cli;

/// <summary>The command line of the program.</summary>
internal static class PkiCommandLine
{
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
        };
        var parsed = root.Parse(args);
        var configuration = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false, // it prints stack traces
        };
        try
        {
            // Not left to the library, which would return 1 and print the whole help below every error.
            if (parsed.Action is ParseErrorAction)
            {
                await error.WriteLineAsync($"error: {parsed.Errors[0].Message.TrimEnd('.')}: run with --help for usage");
                return ExitCode.Usage;
            }

            return await parsed.InvokeAsync(configuration);
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
            await error.WriteLineAsync("interrupted: run the same command again to finish");
            return ExitCode.Interrupted;
        }
        catch (Exception exception)
        {
            await error.WriteLineAsync($"error: unexpected {exception.GetType().Name}: {exception.Message}");
            return ExitCode.Failure;
        }
    }
}
