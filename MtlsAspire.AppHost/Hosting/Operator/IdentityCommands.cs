namespace MtlsAspire.Hosting.Operator;

/// <summary>What an operator does about the certificate of a resource. The resource follows its files: none of this restarts it.</summary>
internal static class IdentityCommands
{
    private const string Reason = "keyCompromise"; // RFC 5280, 5.3.1

    /// <summary>Adds the commands to a resource.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="pki">The PKI.</param>
    /// <param name="identity">The name of the identity.</param>
    public static IResourceBuilder<T> WithIdentityCommands<T>(this IResourceBuilder<T> builder, PkiResource pki, string identity)
        where T : IResource =>
        builder
            .WithOperatorCommand(
                pki,
                "revoke-certificate",
                "Revoke certificate",
                new CommandOptions
                {
                    Description = $"Revokes all certificates of {identity} and publishes the revocation list. Needs the CA to run.",
                    ConfirmationMessage =
                        $"Revoke the certificate of {identity}? That is final: peers refuse it within a second, and its connections end. Afterwards, issue a new identity.",
                    IconName = "ShieldDismiss",
                },
                (client, cancellationToken) => RevokeAsync(client, identity, cancellationToken))
            .WithOperatorCommand(
                pki,
                "renew-certificate",
                "Renew certificate",
                new CommandOptions
                {
                    Description = $"Gives {identity} a new certificate and key in time; the old ones stay valid until their end. Needs the CA to run.",
                    IconName = "ArrowSync",
                },
                (client, cancellationToken) => RenewAsync(client, identity, cancellationToken))
            .WithOperatorCommand(
                pki,
                "issue-identity",
                "Issue new identity",
                new CommandOptions
                {
                    Description = $"Makes the key and certificate of {identity} anew from its declaration, whatever became of the old ones. Needs the CA to run.",
                    IconName = "Key",
                },
                (client, cancellationToken) => IssueAsync(client, identity, cancellationToken));

    private static async Task<ExecuteCommandResult> RevokeAsync(OperatorClient client, string identity, CancellationToken cancellationToken)
    {
        var revoked = await client.RevokeAsync(identity, Reason, cancellationToken);
        return CommandResults.Success(revoked.Count switch
        {
            0 => $"Every certificate of {identity} was revoked before; nothing has changed.",
            1 => $"The certificate of {identity} is revoked (serial number {revoked[0].SerialNumber}, {Reason}), and the revocation list published.",
            _ => $"{revoked.Count} certificates of {identity} are revoked (serial numbers {string.Join(", ", revoked.Select(each => each.SerialNumber))}, {Reason}), and the revocation list published.",
        });
    }

    private static async Task<ExecuteCommandResult> RenewAsync(OperatorClient client, string identity, CancellationToken cancellationToken) =>
        CommandResults.Success($"{Describe(await client.RenewAsync(identity, cancellationToken))} The old one stays valid until its end.");

    private static async Task<ExecuteCommandResult> IssueAsync(OperatorClient client, string identity, CancellationToken cancellationToken) =>
        CommandResults.Success(Describe(await client.IssueAsync(identity, cancellationToken)));

    private static string Describe(CertificateAnswer certificate) =>
        $"{certificate.Name} has a new key and certificate, valid until {certificate.NotAfter:u} (serial number {certificate.SerialNumber}).";
}
