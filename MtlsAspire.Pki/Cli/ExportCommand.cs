using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Operations;
using MtlsAspire.Pki.Store;
using Spectre.Console;

namespace MtlsAspire.Pki.Cli;

/// <summary><c>export</c>: hands an identity on in the form that somebody needs.</summary>
internal static class ExportCommand
{
    private const string PasswordVariable = "MTLSASPIRE_EXPORT_PASSWORD";

    // For others' eyes, unlike the PKCS#12 files in the directory: the password is what protects it.
    private static readonly PbeParameters Encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, iterationCount: 600_000);

    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "The identity." };
        var format = new Option<string>("--format")
        {
            Description = "pem (certificate, chain, key), pfx (PKCS#12 with a password), bundle (the trust anchors), kubernetes (a Secret with tls.crt, tls.key, ca.crt).",
            HelpName = "FORMAT",
            Required = true,
        };
        format.AcceptOnlyFromAmong("pem", "pfx", "bundle", "kubernetes");
        var output = new Option<string>("--out") { Description = "The file to write.", HelpName = "FILE", Required = true };
        var passwordFile = new Option<string?>("--password-file")
        {
            Description = $"For pfx: a file whose first line is the password. Without it, {PasswordVariable} is looked at, and on a terminal it is asked for.",
            HelpName = "FILE",
        };
        var command = new Command("export", "Write an identity into one file. What holds a key is readable by its owner only.") { name, format, output, passwordFile };
        var common = new CommonOptions(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var authority = await common.OpenAsync(parsed, cancellationToken);
            var console = common.Console(parsed);
            var identity = parsed.GetRequiredValue(name);
            var content = parsed.GetRequiredValue(format) switch
            {
                "bundle" => Encoding.ASCII.GetBytes(Anchors(authority)),
                "pem" => Encoding.ASCII.GetBytes(Text(authority, CertificateFiles.Certificate(identity)) + Text(authority, CertificateFiles.Key(identity))),
                "kubernetes" => Encoding.ASCII.GetBytes(KubernetesSecret.Write(
                    identity, Text(authority, CertificateFiles.Certificate(identity)), Text(authority, CertificateFiles.Key(identity)), Anchors(authority))),
                _ => Pkcs12(authority, identity, Password(parsed.GetValue(passwordFile), console)),
            };
            var isPrivate = parsed.GetRequiredValue(format) != "bundle";
            var path = parsed.GetRequiredValue(output);
            ExportFile.Write(path, content, isPrivate ? AtomicFile.Private : AtomicFile.Public);
            console.Result(new { Files = new[] { path } }, () => console.Output.WriteLine($"exported {identity} to {path}{(isPrivate ? " (mode 0600: it holds the key)" : string.Empty)}"));
            return ExitCode.Success;
        });
        return command;
    }

    private static string Anchors(PkiAuthority authority) => Text(authority, CertificateFiles.Certificate(CertificateFiles.Root));

    private static string Text(PkiAuthority authority, string file)
    {
        authority.Directory.RequireSound([file]);
        return authority.Directory.ReadText(file) ?? throw new PkiException($"{authority.Directory.PathOf(file)} is not there: issue the identity, or run list to see which there are.");
    }

    private static byte[] Pkcs12(PkiAuthority authority, string name, string password)
    {
        var certificate = Text(authority, CertificateFiles.Certificate(name));
        using var key = KeyPair.FromPem(Text(authority, CertificateFiles.Key(name)));
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPem(certificate);
        if (!key.Matches(certificates[0].PublicKey))
        {
            throw new PkiException($"The key of {name} is not that of its certificate: no PKCS#12 file can hold them.");
        }

        certificates[0] = key.AttachTo(certificates[0]);
        return certificates.ExportPkcs12(Encryption, password);
    }

    private static string Password(string? file, CommandConsole console)
    {
        if (file is not null)
        {
            return Passphrase.FromFile(file);
        }

        if (Environment.GetEnvironmentVariable(PasswordVariable) is { Length: > 0 } password)
        {
            return password;
        }

        return console.IsTerminal && !Console.IsInputRedirected
            ? console.Ansi.Prompt(new TextPrompt<string>("Password of the PKCS#12 file:").Secret())
            : throw new PkiException($"A PKCS#12 file needs a password: set {PasswordVariable}, or give --password-file FILE.");
    }
}
