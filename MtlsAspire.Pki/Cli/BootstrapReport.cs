using MtlsAspire.Pki.Bootstrap;
using MtlsAspire.Pki.Store;

namespace MtlsAspire.Pki.Cli;

/// <summary>Tells a person what a bootstrap does, a line for each thing.</summary>
internal sealed class BootstrapReport(string directory, TextWriter output, TextWriter error) : IBootstrapObserver
{
    /// <inheritdoc/>
    public void Waiting() => error.WriteLine($"Another bootstrap is at work in {directory}: waiting for it to finish.");

    /// <inheritdoc/>
    public void Made(BootstrapChange change)
    {
        var expires = change.Expires is { } end ? $"expires {end:yyyy-MM-dd}" : string.Empty;
        var reason = change.Reason is null ? string.Empty : $"  ({change.Reason})";
        var action = change.Action switch
        {
            BootstrapAction.Created => "created",
            BootstrapAction.Renewed => "renewed",
            _ => "replaced",
        };
        output.WriteLine($"{action,-8} {change.File,-14}  {change.Subject,-38}  {expires}{reason}".TrimEnd());
    }

    /// <summary>Writes the summary.</summary>
    /// <param name="result">What was done.</param>
    public void Finish(BootstrapResult result)
    {
        if (result.Changes.Count == 0)
        {
            output.WriteLine($"The PKI in {directory} is complete: nothing to do.");
            return;
        }

        var anchor = PathOf(CertificateFiles.Certificate(CertificateFiles.Root));
        output.WriteLine();
        output.WriteLine($"The PKI in {directory} is complete. Trust anchor of all peers: {anchor}");
        output.WriteLine($"Keep {PathOf(CertificateFiles.Key(CertificateFiles.Root))} secret: whoever has it can pass for anyone.");
        output.WriteLine(
            $"Next: curl --cert {PathOf(CertificateFiles.Certificate("client1"))} --key {PathOf(CertificateFiles.Key("client1"))} --cacert {anchor} https://localhost:8443");
    }

    private string PathOf(string file) => Path.Combine(directory, file);
}
