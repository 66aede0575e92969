using System.CommandLine;
using System.Text;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Bootstrap;
using MtlsAspire.Pki.Store;

namespace MtlsAspire.Pki.Cli;

/// <summary><c>sign</c>: certifies the key of a foreign signing request.</summary>
internal static class SignCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The signing request (PKCS#10), PEM or DER; - for standard input." };
        var output = new Option<string?>("--out") { Description = "Where to write the certificate and its chain; standard output unless given.", HelpName = "FILE" };
        var command = new Command(
            "sign",
            "Certify the key of a foreign signing request. Possession of the key is checked, and pki.json says which names may be asked for (signing.allowedNames).")
        {
            file, output,
        };
        var common = new CommonOptions(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var request = ForeignRequest.Read(await ReadAsync(parsed.GetRequiredValue(file), cancellationToken));
            using var authority = await common.OpenAsync(parsed, cancellationToken);
            using var leaf = authority.SignRequest(request, policy: null, CommonOptions.By);
            var pem = IdentityFiles.Pem(leaf) + string.Concat(authority.Chain().Select(IdentityFiles.Pem));
            var console = common.Console(parsed);
            if (parsed.GetValue(output) is { } path)
            {
                ExportFile.Write(path, Encoding.ASCII.GetBytes(pem), AtomicFile.Public);
                IssuedReport.Write(console, authority, "signed", [leaf]);
            }
            else
            {
                console.Result(new { Pem = pem, leaf.SerialNumber, leaf.Subject }, () => console.Output.Write(pem));
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static async Task<byte[]> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = path == "-" ? Console.OpenStandardInput() : File.OpenRead(path);
            var buffer = new byte[ForeignRequest.LargestRequest + 1];
            return buffer[..await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PkiException($"The signing request {path} cannot be read: {exception.Message}", exception);
        }
    }
}
