using System.CommandLine;
using MtlsAspire.Pki.Ledger;
using MtlsAspire.Pki.Operations;

namespace MtlsAspire.Pki.Cli;

/// <summary><c>rollover</c>: exchanges a CA, step by step.</summary>
internal static class RolloverCommand
{
    private const string Help = """
        Exchange a CA without an interruption: peers trust A, then A and B, then B.

        --stage prepare   makes B and makes it known: ca.crt (or issuing-ca.crt) holds A and B; A goes on signing.
        --stage activate  when every peer has reloaded these files: B signs; what A issued is issued again, or gets the cross-certificate.
        --stage retire    when every peer has reloaded again: A is taken away, and its key destroyed.

        A step that was interrupted is finished by running it again.
        """;

    public static Command Create()
    {
        var which = new Argument<string>("CA") { Description = "issuing or root." };
        which.AcceptOnlyFromAmong("issuing", "root");
        var stage = new Option<string>("--stage") { Description = "prepare, activate or retire.", HelpName = "STAGE", Required = true };
        stage.AcceptOnlyFromAmong("prepare", "activate", "retire");
        var force = new Option<bool>("--force") { Description = "Retire although certificates of the old issuing CA are in use; they are refused from then on." };
        var command = new Command("rollover", Help) { which, stage, force };
        var common = new CommonOptions(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var authority = await common.OpenAsync(parsed, cancellationToken);
            var role = parsed.GetRequiredValue(which) == "root" ? AuthorityRole.Root : AuthorityRole.Issuing;
            var step = Enum.Parse<RolloverStage>(parsed.GetRequiredValue(stage), ignoreCase: true);
            var changes = await authority.RolloverAsync(role, step, parsed.GetValue(force), CommonOptions.By, cancellationToken);
            var console = common.Console(parsed);
            console.Result(new { Role = role, Stage = step, Changes = changes }, () =>
            {
                var report = new BootstrapReport(common.Certs(parsed), console.Output, console.Error);
                foreach (var change in changes)
                {
                    report.Made(change);
                }

                console.Output.WriteLine(Next(parsed.GetRequiredValue(which), step));
            });
            return ExitCode.Success;
        });
        return command;
    }

    private static string Next(string which, RolloverStage stage) => stage switch
    {
        RolloverStage.Prepare => $"Next: when every peer has reloaded ca.crt and issuing-ca.crt, run rollover {which} --stage activate.",
        RolloverStage.Activate => $"Next: when every peer has reloaded its certificate, run rollover {which} --stage retire.",
        _ => "The rollover is complete.",
    };
}
