using System.CommandLine;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Hosting;
using MtlsAspire.Pki.Service;
using MtlsAspire.Pki.Store;
using MtlsAspire.ServiceDefaults;

namespace MtlsAspire.Pki.Cli;

/// <summary><c>serve</c>: the CA as a service.</summary>
internal static class ServeCommand
{
    private const string UrlsVariable = "ASPNETCORE_URLS";

    private const string Help = """
        Serve the PKI of a directory: revocation lists, OCSP and CA certificates to everybody over http; enrolment (EST) and the
        operator's API over https with client certificates. What is due is done by itself: revocation lists, the OCSP signers'
        certificates and the service's own, ca-service.

        Exit codes: 0 it was stopped; 1 it could not start; 2 wrong usage.
        """;

    public static Command Create()
    {
        var certs = new Option<string>("--certs")
        {
            Description = "The certificate directory, which bootstrap has made.",
            HelpName = "DIR",
            DefaultValueFactory = _ => "certs",
        };
        var urls = new Option<string>("--urls")
        {
            Description = $"Where to listen, separated by semicolons; at least one http and one https URL. Also by the variable {UrlsVariable}.",
            HelpName = "URLS",
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable(UrlsVariable) is { Length: > 0 } value ? value : PkiServiceOptions.DefaultUrls,
        };
        var passphraseFile = new Option<string?>("--passphrase-file")
        {
            Description = $"A file whose first line opens an encrypted root key. Also by the variable {Passphrase.Variable}. Needed only to answer OCSP for the root.",
            HelpName = "FILE",
        };

        var command = new Command("serve", Help) { certs, urls, passphraseFile };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new PkiServiceOptions
            {
                Directory = parsed.GetRequiredValue(certs),
                Urls = parsed.GetRequiredValue(urls),
                Passphrase = Passphrase.OfRoot(parsed.GetValue(passphraseFile)),
            },
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(PkiServiceOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await using var service = await PkiService.CreateAsync(options, configure: null, cancellationToken);
            await service.RunAsync(cancellationToken);
            return ExitCode.Success;
        }
        catch (ConfigurationException exception)
        {
            throw new PkiException(exception.Message, exception);
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            throw new PkiException($"{exception.Message} Stop the process that uses it, or give other --urls.", exception);
        }
    }
}
