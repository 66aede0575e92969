using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.Tests.Support;

namespace MtlsAspire.ServiceDefaults.Tests.Matrix;

/// <summary>
/// Row 21's process: the machine's trust store is read once per process, so that a process of its own is needed in which it holds what the
/// test wants. Prints one <see cref="MachineTrustSeen"/> in JSON for each handshake.
/// </summary>
internal static class MachineTrustProgram
{
    /// <param name="args">PKCS#12 files of a client and of a server, without password, and a PEM file of their issuing CA.</param>
    public static async Task RunAsync(string[] args)
    {
        using var client = X509CertificateLoader.LoadPkcs12FromFile(args[0], password: null);
        using var server = X509CertificateLoader.LoadPkcs12FromFile(args[1], password: null);
        using var issuing = X509CertificateLoader.LoadCertificateFromFile(args[2]);
        using var pki = new TestPki();
        var isTrusted = IsTrustedByMachine(client, issuing) && IsTrustedByMachine(server, issuing);
        await using var ourServer = await LockOne.StartAsync(pki);
        await using var ourClient = await LockTwo.StartAsync(pki);
        foreach (var protocol in new[] { SslProtocols.Tls12, SslProtocols.Tls13 })
        {
            foreach (var mode in Enum.GetValues<HandshakeMode>())
            {
                Print(protocol, mode, isTrusted, await ourServer.TryAsync(mode, protocol, client, issuing));
            }

            Print(protocol, mode: null, isTrusted, await ourClient.TryAsync(protocol, server, issuing));
        }
    }

    private static bool IsTrustedByMachine(X509Certificate2 leaf, X509Certificate2 issuing)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ExtraStore.Add(issuing);
        return chain.Build(leaf);
    }

    private static void Print(SslProtocols protocol, HandshakeMode? mode, bool isTrusted, HandshakeSeen seen) => Console.WriteLine(JsonSerializer.Serialize(
        new MachineTrustSeen(protocol, mode, isTrusted, seen.Reason, seen.Metric, seen.Audit, seen.Explanation, seen.PeerSees)));
}
