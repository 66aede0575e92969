using System.CommandLine;
using System.Security.Cryptography.X509Certificates;

namespace MtlsAspire.Pki.Cli;

/// <summary><c>revoke</c>: puts certificates on the revocation list.</summary>
internal static class RevokeCommand
{
    // RFC 5280, 5.3.1, without removeFromCRL and certificateHold, which a revocation that is final cannot have.
    private static readonly Dictionary<string, X509RevocationReason> Reasons = new(StringComparer.OrdinalIgnoreCase)
    {
        ["unspecified"] = X509RevocationReason.Unspecified,
        ["keyCompromise"] = X509RevocationReason.KeyCompromise,
        ["cACompromise"] = X509RevocationReason.CACompromise,
        ["affiliationChanged"] = X509RevocationReason.AffiliationChanged,
        ["superseded"] = X509RevocationReason.Superseded,
        ["cessationOfOperation"] = X509RevocationReason.CessationOfOperation,
        ["privilegeWithdrawn"] = X509RevocationReason.PrivilegeWithdrawn,
    };

    public static Command Create()
    {
        var target = new Argument<string>("NAME|SERIAL") { Description = "An identity, whose valid certificates are all revoked, or one serial number in hexadecimal." };
        var reason = new Option<string>("--reason")
        {
            Description = $"Why: {string.Join(", ", Reasons.Keys)}.",
            HelpName = "REASON",
            DefaultValueFactory = _ => "unspecified",
        };
        reason.Validators.Add(result => CommonOptions.RejectInvalid(result, value => _ = Reasons.ContainsKey(value)
            ? value
            : throw new ArgumentException($"'{value}' is none of {string.Join(", ", Reasons.Keys)}", nameof(value))));
        var command = new Command("revoke", "Revoke certificates, and publish the revocation list before the command ends. A revocation is final.") { target, reason };
        var common = new CommonOptions(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var authority = await common.OpenAsync(parsed, cancellationToken);
            var why = Reasons[parsed.GetRequiredValue(reason)];
            var revoked = await authority.RevokeAsync(parsed.GetRequiredValue(target), why, CommonOptions.By, cancellationToken);
            var console = common.Console(parsed);
            console.Result(new { Revoked = revoked.Select(entry => CertificateJson.Of(entry, DateTimeOffset.UtcNow)) }, () =>
            {
                foreach (var entry in revoked)
                {
                    console.Output.WriteLine($"revoked  {entry.Name,-14}  {entry.Subject,-38}  serial {entry.Serial}");
                }

                if (revoked.Count == 0)
                {
                    console.Output.WriteLine($"{parsed.GetRequiredValue(target)} was revoked already: nothing to do.");
                }
            });
            return ExitCode.Success;
        });
        return command;
    }
}
