using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Operations;

namespace MtlsAspire.Pki.Cli;

/// <summary>Tells what was issued.</summary>
internal static class IssuedReport
{
    /// <summary>Writes a line for each certificate, or <c>{ "issued": [ … ] }</c>.</summary>
    public static void Write(CommandConsole console, PkiAuthority authority, string action, IReadOnlyList<X509Certificate2> leaves)
    {
        var entries = leaves.Select(leaf => authority.Find(KeyIdentifier.OfIssuer(leaf) ?? KeyIdentifier.Of(leaf), leaf.SerialNumber)!).ToList();
        console.Result(new { Issued = entries.Select(entry => CertificateJson.Of(entry, DateTimeOffset.UtcNow)) }, () =>
        {
            foreach (var entry in entries)
            {
                console.Output.WriteLine($"{action,-8} {entry.Name,-14}  {entry.Subject,-38}  expires {entry.NotAfter:yyyy-MM-dd}  serial {entry.Serial}");
            }
        });
    }
}
