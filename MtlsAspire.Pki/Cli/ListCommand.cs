using System.CommandLine;
using MtlsAspire.Pki.Ledger;

namespace MtlsAspire.Pki.Cli;

/// <summary><c>list</c>: what the ledger knows.</summary>
internal static class ListCommand
{
    public static Command Create()
    {
        var name = new Argument<string?>("NAME") { Description = "Only the certificates of this identity or CA.", Arity = ArgumentArity.ZeroOrOne };
        var all = new Option<bool>("--all") { Description = "Also those that are expired, or that a newer one of the same name has followed." };
        var revoked = new Option<bool>("--revoked") { Description = "Only those that are revoked." };
        var limit = new Option<int?>("--limit") { Description = "How many at most, the newest first.", HelpName = "COUNT" };
        var command = new Command("list", "List the certificates that were issued: the newest of each name, unless told otherwise.") { name, all, revoked, limit };
        var common = new CommonOptions(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var authority = await common.OpenAsync(parsed, cancellationToken);
            var now = DateTimeOffset.UtcNow;
            var everything = parsed.GetValue(all) || parsed.GetValue(revoked) || parsed.GetValue(name) is not null;
            var entries = authority.List(new LedgerFilter
            {
                Name = parsed.GetValue(name),
                Revoked = parsed.GetValue(revoked) ? true : null,
                LatestOnly = !everything,
                Limit = parsed.GetValue(limit),
            });
            var console = common.Console(parsed);
            console.Result(new { Certificates = entries.Select(entry => CertificateJson.Of(entry, now)) }, () => Write(console, entries, now));
            return ExitCode.Success;
        });
        return command;
    }

    private static void Write(CommandConsole console, IReadOnlyList<LedgerEntry> entries, DateTimeOffset now)
    {
        if (entries.Count == 0)
        {
            console.Output.WriteLine("There is none.");
            return;
        }

        console.Table(
            ["name", "subject", "status", "expires", "serial", "issued", "by"],
            entries.Select(entry => (IReadOnlyList<string>)
            [
                entry.Name,
                entry.Subject,
                Status(entry, now),
                entry.NotAfter.Year == DateTimeOffset.MaxValue.Year ? "?" : $"{entry.NotAfter:yyyy-MM-dd}",
                entry.Serial,
                $"{entry.IssuedAt:yyyy-MM-dd HH:mm}",
                entry.IssuedBy,
            ]));
    }

    private static string Status(LedgerEntry entry, DateTimeOffset now)
    {
        var status = entry.StatusAt(now) switch
        {
            LedgerStatus.Good => "good",
            LedgerStatus.Expired => "!expired",
            LedgerStatus.NotYetValid => "!not yet valid",
            _ => $"!revoked {entry.Revocation!.At:yyyy-MM-dd} ({entry.Revocation.Reason})",
        };
        return entry.Defect is null ? status : $"{status}, rehearses {entry.Defect}";
    }
}
