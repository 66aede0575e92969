using System.CommandLine;
using MtlsAspire.Pki.Operations;

namespace MtlsAspire.Pki.Cli;

/// <summary><c>renew</c>: issues an identity again.</summary>
internal static class RenewCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "The identity." };
        var newKey = new Option<bool>("--new-key") { Description = "With a new key (the default)." };
        var sameKey = new Option<bool>("--same-key") { Description = "For the key that is there, for peers that pin it." };
        var command = new Command("renew", "Issue an identity again, as it is declared, or else as its certificate is. The old certificate stays valid until its end.")
        {
            name, newKey, sameKey,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(newKey) && result.GetValue(sameKey))
            {
                result.AddError("--new-key and --same-key exclude each other");
            }
        });
        var common = new CommonOptions(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var authority = await common.OpenAsync(parsed, cancellationToken);
            var key = parsed.GetValue(sameKey) ? RenewalKey.Same : RenewalKey.New;
            using var leaf = await authority.RenewAsync(parsed.GetRequiredValue(name), key, CommonOptions.By, cancellationToken);
            IssuedReport.Write(common.Console(parsed), authority, "renewed", [leaf]);
            return ExitCode.Success;
        });
        return command;
    }
}
