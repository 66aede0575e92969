using System.CommandLine;
using MtlsAspire.Pki.Verify;

namespace MtlsAspire.Pki.Cli;

/// <summary><c>verify</c>: says whether a certificate is accepted, and why not.</summary>
internal static class VerifyCommand
{
    private const string Help = "Verify certificates.";

    public static Command Create()
    {
        var jsonLines = new Option<bool>("--jsonl")
        {
            Description = "Answer questions from standard input, one JSON object per line.",
        };
        var command = new Command("verify", Help) { jsonLines };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var input = Console.OpenStandardInput();
            await new JsonLines(input, parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error).RunAsync(cancellationToken);
            return ExitCode.Success;
        });
        return command;
    }
}
