using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;
using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.ServiceDefaults.MutualTls.Revocation.Ocsp;
using MtlsAspire.ServiceDefaults.MutualTls.Validation;
using MtlsAspire.Tests.Support;
using MtlsAspire.Tests.Support.Certificates;
using MtlsAspire.TestSupport;

namespace MtlsAspire.ServiceDefaults.Tests.Revocation.Ocsp;

/// <summary>A responder that others wrote: <c>openssl ocsp</c>, with a delegate's key and an index of what was issued.</summary>
public sealed class OpenSslResponderTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly HandmadeAuthority _root = HandmadeAuthority.CreateRoot("Root");

    public void Dispose()
    {
        _root.Dispose();
        _directory.Dispose();
    }

    [ToolTheory("openssl")]
    [InlineData("-ndays", "1")]
    [InlineData("-resp_key_id")] // without nextUpdate; the delegate named by its key
    public async Task It_is_understood_and_believed(params string[] arguments)
    {
        using var signer = _root.Issue(LeafRequest.Client("ocsp") with { Profile = CertificateProfile.OcspSigner }, more: new X509Extension(
            "1.3.6.1.5.5.7.48.1.5", [5, 0], critical: false));
        using var good = _root.Issue(LeafRequest.Client("good"));
        using var revoked = _root.Issue(LeafRequest.Client("revoked"));
        using var unknown = _root.Issue(LeafRequest.Client("unknown"));
        Write("ca.pem", _root.Certificate.ExportCertificatePem());
        Write("ocsp.pem", signer.ExportCertificatePem() + "\n" + signer.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        Write("index.txt", $"V\t301231235959Z\t\t{good.SerialNumber}\tunknown\t/CN=good\nR\t301231235959Z\t260101000000Z,superseded\t{revoked.SerialNumber}\tunknown\t/CN=revoked\n");
        var port = FreePorts.Next();
        using var responder = Start(port, arguments);
        try
        {
            var settings = new OcspSettings([new Uri($"http://127.0.0.1:{port}/")], TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(1), new PeerValidationOptions());
            using var source = new OcspStatusSource(settings, TimeProvider.System);
            var validator = new PeerValidator(PeerRole.Client, new TrustMaterial([_root.Certificate.RawData]), settings.Validation, TimeProvider.System, source);

            await Eventually.BecomesAsync(() => Task.FromResult(Judge(good).IsAccepted), "openssl's first answer");
            Judge(revoked).AssertRefused(RefusalReason.CertificateRevoked);
            Assert.Contains("since 2026-01-01T00:00:00Z (superseded)", Judge(revoked).Explanation, StringComparison.Ordinal);
            Judge(unknown).AssertRefused(RefusalReason.RevocationUnknown);
            Assert.Contains("does not know it", Judge(unknown).Explanation, StringComparison.Ordinal);

            PeerVerdict Judge(X509Certificate2 leaf) => validator.Validate(leaf.RawData, [], expectedName: null);
        }
        finally
        {
            responder.Kill();
            await responder.WaitForExitAsync();
        }
    }

    private Process Start(int port, string[] arguments)
    {
        var start = new ProcessStartInfo("openssl")
        {
            WorkingDirectory = _directory.Path,
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        foreach (var argument in (string[])["ocsp", "-index", "index.txt", "-CA", "ca.pem", "-rsigner", "ocsp.pem", "-port", $"{port}", .. arguments])
            start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private void Write(string name, string text) => File.WriteAllText(_directory.Combine(name), text);
}
