using System.Text;

namespace MtlsAspire.Hosting.Operator;

/// <summary>What an operator does about the CA itself.</summary>
internal static class AuthorityCommands
{
    private const int SoonDays = 30;
    private const int AllDays = 36500;
    private const int MostShown = 100;

    /// <summary>Adds the commands to the CA.</summary>
    /// <param name="authority">The CA.</param>
    /// <param name="pki">The PKI that it serves.</param>
    public static IResourceBuilder<ProjectResource> WithAuthorityCommands(this IResourceBuilder<ProjectResource> authority, PkiResource pki) =>
        authority
            .WithOperatorCommand(
                pki,
                "publish-crl",
                "Publish CRL now",
                new CommandOptions { Description = "Signs the revocation lists of all CAs anew, with the next number, and publishes them.", IconName = "DocumentArrowUp" },
                PublishAsync)
            .WithOperatorCommand(
                pki,
                "roll-over-issuing-ca",
                "Roll over issuing CA",
                new CommandOptions
                {
                    Description = "Takes the next of the three steps by which an issuing CA gives way to another: A; A and B; B.",
                    ConfirmationMessage =
                        "Take the next step of the issuing CA's rollover? 1: the next CA is made, and known beside the present one. " +
                        "2: it signs, and every identity gets a new certificate. 3: the former one is no longer trusted, which is final.",
                    IconName = "ArrowRotateClockwise",
                },
                RollOverAsync)
            .WithOperatorCommand(
                pki,
                "show-expiring",
                "Show expiring",
                new CommandOptions { Description = "Lists when the certificates end, the first to end first.", IconName = "CalendarClock" },
                ShowExpiringAsync);

    private static async Task<ExecuteCommandResult> PublishAsync(OperatorClient client, CancellationToken cancellationToken)
    {
        var published = await client.PublishRevocationListsAsync(cancellationToken);
        return CommandResults.Success($"Published: {string.Join("; ", published.Changes.Select(each => $"{each.File}, to be relied on until {each.Expires:u}"))}.");
    }

    private static async Task<ExecuteCommandResult> RollOverAsync(OperatorClient client, CancellationToken cancellationToken)
    {
        var before = await IssuingAsync();
        var stage = before.ContainsKey("next") ? "activate" : before.ContainsKey("previous") ? "retire" : "prepare";
        var changes = (await client.RollOverIssuingAsync(stage, cancellationToken)).Changes;
        var after = await IssuingAsync();
        var message = stage switch
        {
            "prepare" => $"Step 1 of 3: '{after["next"]}' is made, and known beside '{after["active"]}', which goes on signing. The next step has it sign.",
            "activate" => $"Step 2 of 3: '{after["active"]}' signs, and {Leaves(changes)} identities have new certificates; '{after["previous"]}' is still trusted. The next step ends that: let connections be made anew first, which takes clients five minutes at most.",
            _ => $"Step 3 of 3: '{before["previous"]}' is no longer trusted, and its key destroyed. '{after["active"]}' is the issuing CA.",
        };
        return CommandResults.Success(message, message, CommandResultFormat.Text, displayImmediately: true);

        async Task<Dictionary<string, string>> IssuingAsync() =>
            (await client.GetAuthoritiesAsync(cancellationToken)).Where(each => each.Role == "issuing").ToDictionary(each => each.State, each => each.Subject);
    }

    private static async Task<ExecuteCommandResult> ShowExpiringAsync(OperatorClient client, CancellationToken cancellationToken)
    {
        var certificates = await client.GetExpiringAsync(AllDays, cancellationToken);
        var now = DateTimeOffset.UtcNow;
        var soon = certificates.Count(each => each.NotAfter <= now.AddDays(SoonDays));
        var message = certificates.Count == 0
            ? "There is no certificate that is valid."
            : $"{soon} of {certificates.Count} certificates end within {SoonDays} days; the first is {certificates[0].Name}, on {certificates[0].NotAfter:u}.";
        var table = new StringBuilder(message).Append("\n\n| certificate | kind | ends (UTC) | days left | serial number |\n|---|---|---|---:|---|\n");
        foreach (var each in certificates.Take(MostShown))
        {
            table.Append($"| {each.Name} | {each.Kind} | {each.NotAfter:yyyy-MM-dd HH:mm} | {(each.NotAfter - now).TotalDays:0.0} | `{each.SerialNumber}` |\n");
        }

        return CommandResults.Success(message, table.ToString(), CommandResultFormat.Markdown, displayImmediately: true);
    }

    private static int Leaves(IEnumerable<ChangeAnswer> changes) =>
        changes.Count(each => each.File.EndsWith(".crt", StringComparison.Ordinal) && !each.File.StartsWith("issuing-ca", StringComparison.Ordinal));
}
