using System.Diagnostics;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Ledger;
using MtlsAspire.Pki.Ocsp;
using MtlsAspire.Pki.Tests.Ocsp;
using MtlsAspire.TestSupport;
using Xunit.Abstractions;

namespace MtlsAspire.Pki.Tests.Service;

/// <summary>
/// How fast OCSP is with 10,000 revoked certificates in the ledger. To see the figures:
/// <c>dotnet test tests/MtlsAspire.Pki.Tests --filter OcspRate --logger "console;verbosity=detailed"</c>;
/// <c>MTLSASPIRE_OCSP_SECONDS</c> sets how long each is measured.
/// </summary>
public sealed class OcspRateTests(RunningPkiService service, ITestOutputHelper output) : IClassFixture<RunningPkiService>
{
    private const int Revoked = 10_000;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(
        TestSize.Read("MTLSASPIRE_OCSP_SECONDS", 0.5));

    [Fact]
    public async Task Answers_per_second()
    {
        using var issuer = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(service.Certs, "issuing-ca.crt"));
        var serials = Record(issuer);
        var requests = serials.Select(serial => OcspMessages.Request(issuer, serial)).ToArray();
        var withNonce = OcspMessages.Request(issuer, new byte[32], serials[0]);
        var responder = service.Get<OcspResponder>();

        // Every certificate once, so that afterwards all answers are signed.
        Assert.Equal(1, OcspMessages.StatusOf(responder.Answer(requests[0]).Body));
        Tell("in process, each certificate for the first time", Measure(i => responder.Answer(requests[i % Revoked])));
        Array.ForEach(requests, request => responder.Answer(request));
        var signed = Tell("in process, answers signed before", Measure(i => responder.Answer(requests[i % Revoked])));
        var fresh = Tell("in process, each signed for its nonce", Measure(_ => responder.Answer(withNonce)));
        Tell("over http, 16 connections, answers signed before", await MeasureHttpAsync(i => requests[i % Revoked]));
        Tell("over http, 16 connections, each signed for its nonce", await MeasureHttpAsync(_ => withNonce));

        // Wide margins: the machine may be busy.
        Assert.True(fresh > 200, $"{fresh}/s with nonce");
        Assert.True(signed > fresh, $"{signed}/s signed before, {fresh}/s signed for the nonce");
    }

    private string[] Record(X509Certificate2 issuer)
    {
        var template = service.Authority.List(new LedgerFilter { Name = "client1" })[0];
        var at = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        var serials = Enumerable.Range(0, Revoked).Select(_ => "5" + RandomNumberGenerator.GetHexString(31)).ToArray();
        service.Authority.Ledger.Record([.. serials.Select(serial => template with
        {
            IssuerKeyId = KeyIdentifier.Of(issuer),
            Serial = serial,
            Name = "mass",
            Revocation = new Revocation(at, X509RevocationReason.Superseded, "test"),
        })]);
        return serials;
    }

    private static double Measure(Action<int> ask)
    {
        var count = 0;
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < Duration)
        {
            ask(count++);
        }

        return count / watch.Elapsed.TotalSeconds;
    }

    private async Task<double> MeasureHttpAsync(Func<int, byte[]> request)
    {
        var uri = new Uri(service.Http, "/ocsp");
        using var client = new HttpClient();
        var count = 0;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
        {
            while (watch.Elapsed < Duration)
            {
                using var content = new ByteArrayContent(request(Interlocked.Increment(ref count)));
                content.Headers.ContentType = new MediaTypeHeaderValue("application/ocsp-request");
                using var answer = await client.PostAsync(uri, content);
                Assert.True(answer.IsSuccessStatusCode);
            }
        })));
        return count / watch.Elapsed.TotalSeconds;
    }

    private double Tell(string what, double rate)
    {
        output.WriteLine($"{rate,10:N0} answers/s  {what}");
        return rate;
    }
}
