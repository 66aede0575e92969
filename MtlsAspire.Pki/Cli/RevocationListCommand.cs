using System.CommandLine;

namespace MtlsAspire.Pki.Cli;

/// <summary><c>crl</c>: signs revocation lists.</summary>
internal static class RevocationListCommand
{
    public static Command Create()
    {
        var force = new Option<bool>("--force") { Description = "Sign new lists whatever the old ones are." };
        var command = new Command("crl", "Sign the revocation lists that are missing, half over or lack a revocation.") { force };
        var common = new CommonOptions(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var authority = await common.OpenAsync(parsed, cancellationToken);
            var changes = await authority.PublishRevocationListsAsync(parsed.GetValue(force), CommonOptions.By, cancellationToken);
            var console = common.Console(parsed);
            console.Result(new { Changes = changes }, () =>
            {
                var report = new BootstrapReport(common.Certs(parsed), console.Output, console.Error);
                foreach (var change in changes)
                {
                    report.Made(change);
                }

                if (changes.Count == 0)
                {
                    console.Output.WriteLine("The revocation lists are current: nothing to do.");
                }
            });
            return ExitCode.Success;
        });
        return command;
    }
}
