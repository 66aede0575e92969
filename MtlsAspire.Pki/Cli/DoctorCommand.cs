using System.CommandLine;
using MtlsAspire.Pki.Operations;

namespace MtlsAspire.Pki.Cli;

/// <summary><c>doctor</c>: what is wrong with a PKI, or soon will be.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var command = new Command(
            "doctor",
            "Look for what is wrong or soon will be: expiry, permissions, revocation lists, chains, and what the ledger does not know. Changes nothing. Exit code 3: something must be mended.");
        var common = new CommonOptions(command);
        command.SetAction(parsed =>
        {
            var console = common.Console(parsed);
            var findings = new Diagnosis(common.Certs(parsed), DateTimeOffset.UtcNow).Run();
            var mustMend = findings.Any(finding => finding.Severity == Severity.Error);
            console.Result(new { Ok = !mustMend, Findings = findings }, () =>
            {
                if (findings.Count == 0)
                {
                    console.Output.WriteLine($"The PKI in {common.Certs(parsed)} is in order.");
                    return;
                }

                console.Table(
                    ["severity", "where", "what", "what to do"],
                    findings.Select(finding => (IReadOnlyList<string>)
                        [finding.Severity == Severity.Error ? "!error" : "warning", finding.Where, finding.What, finding.Remedy]));
            });
            return mustMend ? ExitCode.Findings : ExitCode.Success;
        });
        return command;
    }
}
