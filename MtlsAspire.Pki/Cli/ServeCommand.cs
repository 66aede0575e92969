using System.CommandLine;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Hosting;
using MtlsAspire.Pki.Service;
using MtlsAspire.ServiceDefaults;

namespace MtlsAspire.Pki.Cli;

/// <summary><c>serve</c>: the CA as a service.</summary>
internal static class ServeCommand
{
    private const string UrlsVariable = "ASPNETCORE_URLS";

    private const string Help = """
        Serve the PKI of a directory: revocation lists, OCSP and CA certificates to everybody over http; enrolment (EST) and the
        operator's API over https with client certificates. What is due is done by itself: revocation lists, the OCSP signers'
        certificates and the service's own, ca-service. The root's passphrase is needed only to answer OCSP for the root's certificates.

        Exit codes: 0 it was stopped; 1 it could not start; 2 wrong usage.
        """;

    public static Command Create()
    {
        var urls = new Option<string>("--urls")
        {
            Description = $"Where to listen, separated by semicolons; at least one http and one https URL. Also by the variable {UrlsVariable}.",
            HelpName = "URLS",
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable(UrlsVariable) is { Length: > 0 } value ? value : PkiServiceOptions.DefaultUrls,
        };
        var command = new Command("serve", Help) { urls };
        var common = new CommonOptions(command);
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new PkiServiceOptions
            {
                Directory = common.Certs(parsed),
                Configuration = common.Configuration(parsed),
                Domain = common.Domain(parsed),
                Passphrase = common.RootPassphrase(parsed),
                Urls = parsed.GetRequiredValue(urls),
            },
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(PkiServiceOptions options, CancellationToken cancellationToken)
    {
        if (options.Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault(url => !IsUrl(url)) is { } wrong)
        {
            throw new PkiException($"'{wrong}' is not an http or https URL: write it like https://localhost:8481, with a port up to 65535 (--urls, {UrlsVariable}).");
        }

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

    // A star or a plus stands for every address.
    private static bool IsUrl(string url) =>
        Uri.TryCreate(url.Replace("://*", "://localhost", StringComparison.Ordinal).Replace("://+", "://localhost", StringComparison.Ordinal), UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps);
}
