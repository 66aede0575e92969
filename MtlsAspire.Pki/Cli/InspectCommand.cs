using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Inspection;
using MtlsAspire.Pki.Store;

namespace MtlsAspire.Pki.Cli;

/// <summary><c>inspect</c>: what is in a file, or behind a port.</summary>
internal static class InspectCommand
{
    public static Command Create()
    {
        var target = new Argument<string>("FILE|HOST:PORT") { Description = "A file (PEM, DER, PKCS#12), or a live TLS server." };
        var certificate = new Option<string?>("--cert") { Description = "For a server: the certificate to present, PEM.", HelpName = "FILE" };
        var key = new Option<string?>("--key") { Description = "For a server: the key of that certificate, PEM.", HelpName = "FILE" };
        var passwordFile = new Option<string?>("--password-file") { Description = "For a PKCS#12 file or an encrypted key: a file whose first line is the password.", HelpName = "FILE" };
        var command = new Command(
            "inspect",
            "Say what is in a certificate, signing request, revocation list, key or PKCS#12 file, or what a live TLS server shows and asks for. Nothing is judged: see verify for that.")
        {
            target, certificate, key, passwordFile,
        };
        command.Validators.Add(result =>
        {
            if ((result.GetValue(certificate) is null) != (result.GetValue(key) is null))
            {
                result.AddError("--cert and --key go together");
            }
        });
        var common = new CommonOptions(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var password = parsed.GetValue(passwordFile) is { } file ? Passphrase.FromFile(file) : null;
            var items = await LookAsync(parsed.GetRequiredValue(target), Identity(parsed.GetValue(certificate), parsed.GetValue(key)), password, cancellationToken);
            var console = common.Console(parsed);
            console.Result(new { Items = items }, () => Write(console, items));
            return ExitCode.Success;
        });
        return command;
    }

    private static async Task<IReadOnlyList<InspectedItem>> LookAsync(
        string target, X509Certificate2Collection? identity, string? password, CancellationToken cancellationToken)
    {
        if (File.Exists(target))
        {
            return FileInspection.Read(target, password);
        }

        var colon = target.LastIndexOf(':');
        return colon > 0 && ushort.TryParse(target[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0
            ? await ServerInspection.LookAsync(target[..colon].Trim('[', ']'), port, identity, cancellationToken)
            : throw new PkiException($"{target} is neither a file that is there nor host:port.");
    }

    private static X509Certificate2Collection? Identity(string? certificate, string? key)
    {
        if (certificate is null || key is null)
        {
            return null;
        }

        try
        {
            return [X509Certificate2.CreateFromPemFile(certificate, key)];
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new PkiException($"{certificate} and {key} are no certificate with its key in PEM: {exception.Message.Split('\n', '(')[0].TrimEnd(' ', '.')}.", exception);
        }
    }

    private static void Write(CommandConsole console, IReadOnlyList<InspectedItem> items)
    {
        foreach (var item in items)
        {
            console.Output.WriteLine(item.Kind);
            foreach (var (name, value) in item.Facts)
            {
                console.Output.WriteLine($"  {name,-34} {value}");
            }
        }
    }
}
