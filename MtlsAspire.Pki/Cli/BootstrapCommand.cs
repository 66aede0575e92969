using System.CommandLine;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Bootstrap;
using MtlsAspire.Pki.Configuration;
using MtlsAspire.Pki.Ledger;

namespace MtlsAspire.Pki.Cli;

/// <summary><c>bootstrap</c>: makes a certificate directory complete.</summary>
internal static class BootstrapCommand
{
    private const string Help = """
        Create what is missing of the PKI: root CA, issuing CA, revocation lists, and the identities that pki.json declares (--config),
        or else server, client1 and client2.

        What is there and good is not touched; what is damaged, incomplete, revoked or near its end is issued again. A CA is never replaced.
        An interrupted bootstrap is finished by the next, and several may run at once.

        Exit codes: 0 the PKI is complete; 1 it could not be made, or the directory cannot be used; 2 wrong usage or pki.json; 130 interrupted.
        """;

    public static Command Create()
    {
        var serverNames = new Option<string[]>("--server-name")
        {
            Description = "One more host name or IP address of the identity 'server', beside those declared. May be repeated.",
            HelpName = "NAME",
        };
        serverNames.Validators.Add(result => CommonOptions.RejectInvalid(result, value => SubjectAlternativeName.ParseHost(value)));

        var command = new Command("bootstrap", Help);
        var common = new CommonOptions(command);
        command.Options.Add(serverNames);
        command.SetAction((parsed, cancellationToken) => RunAsync(common, parsed, parsed.GetValue(serverNames) ?? [], cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CommonOptions common, ParseResult parsed, string[] serverNames, CancellationToken cancellationToken)
    {
        var certs = common.Certs(parsed);
        var console = common.Console(parsed);
        var configuration = common.Configuration(parsed) ?? Remembered(certs, common.Domain(parsed));
        var options = new BootstrapOptions
        {
            Directory = certs,
            Configuration = configuration ?? PkiConfiguration.Default,
            Identities = WithServerNames(configuration, serverNames),
            Passphrase = common.RootPassphrase(parsed),
            By = CommonOptions.By,
        };
        var report = new BootstrapReport(certs, console.IsJson ? TextWriter.Null : console.Output, console.Error);
        var result = await PkiBootstrap.RunAsync(options, report, cancellationToken);
        console.Result(result, () => report.Finish(result));
        return ExitCode.Success;
    }

    private static PkiConfiguration? Remembered(string certs, string? domain)
    {
        if (!IssuanceLedger.Exists(certs))
        {
            return null;
        }

        using var ledger = IssuanceLedger.Open(certs);
        return RememberedConfiguration.Read(ledger, domain);
    }

    private static IReadOnlyList<IdentityDeclaration> WithServerNames(PkiConfiguration? configuration, string[] serverNames)
    {
        if (configuration is null)
        {
            return IdentityDeclaration.Defaults(serverNames);
        }

        return serverNames.Length == 0 || configuration.Identities.Any(identity => identity.Name == "server")
            ? [.. configuration.Identities.Select(identity => identity.Name == "server" ? identity.WithHosts(serverNames) : identity)]
            : throw new PkiException("--server-name is for the identity 'server', which pki.json does not declare: declare the name there.");
    }
}
