using System.CommandLine;
using System.CommandLine.Parsing;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Bootstrap;

namespace MtlsAspire.Pki.Cli;

/// <summary><c>bootstrap</c>: makes a certificate directory complete.</summary>
internal static class BootstrapCommand
{
    private const string Help = """
        Create what is missing of the PKI: root CA, issuing CA, revocation lists, and the identities server, client1 and client2.

        What is there and good is not touched; what is damaged, incomplete or near its end is issued again. A CA is never replaced.
        An interrupted bootstrap is finished by the next, and several may run at once.

        Exit codes: 0 the PKI is complete; 1 it could not be made, or the directory cannot be used; 2 wrong usage; 130 interrupted.
        """;

    public static Command Create()
    {
        var certs = new Option<string>("--certs")
        {
            Description = "The certificate directory. It is created if it is not there.",
            HelpName = "DIR",
            DefaultValueFactory = _ => "certs",
        };
        var serverNames = new Option<string[]>("--server-name")
        {
            Description = "One more host name or IP address of the server, beside localhost, mtls.localhost, 127.0.0.1 and ::1. May be repeated.",
            HelpName = "NAME",
        };
        certs.Validators.Add(result => RejectInvalid(result, RequireNotEmpty));
        serverNames.Validators.Add(result => RejectInvalid(result, value => SubjectAlternativeName.ParseHost(value)));

        var command = new Command("bootstrap", Help) { certs, serverNames };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetRequiredValue(certs),
            parsed.GetValue(serverNames) ?? [],
            parsed.InvocationConfiguration,
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string certs, string[] serverNames, InvocationConfiguration console, CancellationToken cancellationToken)
    {
        var options = new BootstrapOptions { Directory = certs, Identities = IdentityDeclaration.Defaults(serverNames) };
        var report = new BootstrapReport(certs, console.Output, console.Error);
        report.Finish(await PkiBootstrap.RunAsync(options, report, cancellationToken));
        return ExitCode.Success;
    }

    private static void RejectInvalid(OptionResult result, Action<string> check)
    {
        foreach (var token in result.Tokens)
        {
            try
            {
                check(token.Value);
            }
            catch (ArgumentException exception)
            {
                result.AddError($"{result.IdentifierToken?.Value}: {FirstSentence(exception)}");
            }
        }
    }

    private static void RequireNotEmpty(string value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            throw new ArgumentException("the name of the directory is empty", nameof(value));
        }
    }

    // ArgumentException appends the name of a parameter, which says nothing to a user.
    private static string FirstSentence(ArgumentException exception) =>
        exception.Message.Replace($" (Parameter '{exception.ParamName}')", string.Empty, StringComparison.Ordinal);
}
