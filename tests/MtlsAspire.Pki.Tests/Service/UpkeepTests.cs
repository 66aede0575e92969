using System.Diagnostics.Metrics;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Ledger;
using MtlsAspire.Pki.Ocsp;
using MtlsAspire.Pki.Service;
using MtlsAspire.Pki.Tests.Ocsp;
using MtlsAspire.Pki.Tests.Support;

namespace MtlsAspire.Pki.Tests.Service;

/// <summary>What the service does by itself as time goes by, and what it tells of its state.</summary>
public sealed class UpkeepTests : IAsyncLifetime, IDisposable
{
    private readonly SetClock _clock = new(DateTimeOffset.UtcNow);
    private readonly RunningPkiService _service;
    private readonly HttpClient _client = new();

    public UpkeepTests() => _service = new RunningPkiService { Clock = _clock };

    public Task InitializeAsync() => _service.InitializeAsync();

    public Task DisposeAsync() => _service.DisposeAsync();

    public void Dispose()
    {
        _client.Dispose();
        _service.Dispose();
    }

    [Fact]
    public async Task Revocation_lists_are_signed_anew_when_half_of_their_time_has_passed()
    {
        var before = await NextUpdateAsync();
        await _service.Get<Upkeep>().RunOnceAsync(CancellationToken.None);
        Assert.Equal(before, await NextUpdateAsync());

        _clock.Now += TimeSpan.FromDays(16);
        await _service.Get<Upkeep>().RunOnceAsync(CancellationToken.None);

        Assert.Equal(before.AddDays(16), await NextUpdateAsync(), TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task OCSP_signers_and_the_services_own_certificate_are_renewed_before_their_end()
    {
        var own = Own();
        _clock.Now += TimeSpan.FromDays(25);
        await _service.Get<Upkeep>().RunOnceAsync(CancellationToken.None);
        Assert.Equal(4, _service.Authority.List(new LedgerFilter { Kind = LedgerKind.OcspSigner }).Count);
        Assert.Equal(own, Own());

        _clock.Now += TimeSpan.FromDays(45);
        await _service.Get<Upkeep>().RunOnceAsync(CancellationToken.None);
        Assert.NotEqual(own, Own());
    }

    [Fact]
    public async Task A_certificate_of_its_own_whose_key_is_another_is_replaced_as_after_a_crash_between_the_two()
    {
        var own = Own();
        File.Copy(Path.Combine(_service.Certs, "client1.key"), Path.Combine(_service.Certs, "ca-service.key"), overwrite: true);

        await _service.Get<Upkeep>().RunOnceAsync(CancellationToken.None);

        Assert.NotEqual(own, Own());
        using var pair = X509Certificate2.CreateFromPemFile(Path.Combine(_service.Certs, "ca-service.crt"), Path.Combine(_service.Certs, "ca-service.key"));
        Assert.True(pair.HasPrivateKey);
    }

    [Fact]
    public async Task Without_a_fresh_revocation_list_the_service_is_not_healthy()
    {
        Assert.Equal("Healthy", await _client.GetStringAsync(new Uri(_service.Http, "/health")));

        _clock.Now += TimeSpan.FromDays(31);
        using var answer = await _client.GetAsync(new Uri(_service.Http, "/health"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);

        await _service.Get<Upkeep>().RunOnceAsync(CancellationToken.None);
        Assert.Equal("Healthy", await _client.GetStringAsync(new Uri(_service.Http, "/health")));
    }

    [Fact]
    public async Task After_a_restart_the_service_keeps_its_certificate_and_answers_again()
    {
        var own = Own();
        await _service.StopAsync();
        await _service.StartAsync();

        Assert.Equal(own, Own());
        using var issuer = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(_service.Certs, "issuing-ca.crt"));
        using var client1 = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(_service.Certs, "client1.crt"));
        using var answer = await RunningPkiService.PostAsync(
            _client, new Uri(_service.Http, "/ocsp"), OcspMessages.Request(issuer, client1.SerialNumber), "application/ocsp-request");
        Assert.Equal(0, OcspMessages.StatusOf(await answer.Content.ReadAsByteArrayAsync()));
    }

    [Fact]
    public async Task Metrics_tell_what_was_issued_and_revoked_the_age_of_lists_days_to_expiry_and_outcomes()
    {
        var measured = new Dictionary<string, double>(StringComparer.Ordinal);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, subscriber) =>
            {
                // Meters of other tests' services have the same name, but another factory.
                if (instrument.Meter.Name == PkiMetrics.MeterName && ReferenceEquals(instrument.Meter.Scope, _service.Get<IMeterFactory>()))
                {
                    subscriber.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.Start();

        await _service.Authority.RevokeAsync("client2", X509RevocationReason.Superseded, "test");
        _clock.Now += TimeSpan.FromDays(10);
        _service.Get<PkiMetrics>().OcspAnswered(OcspResponseStatus.MalformedRequest);
        using var enrolled = await RunningPkiService.PostAsync(
            _service.Client(), new Uri(_service.Https, "/.well-known/est/simpleenroll"), Csr.Base64("CN=a"), "application/pkcs10", Csr.Basic("a", "wrong"));
        listener.RecordObservableInstruments();

        Assert.Equal(_service.Authority.Ledger.Count().Issued, measured["mtls.pki.certificates.issued"]);
        Assert.Equal(1, measured["mtls.pki.certificates.revoked"]);
        Assert.InRange(measured["mtls.pki.crl.age ca"] / 86400, 10, 10.1);
        Assert.InRange(measured["mtls.pki.certificate.days_to_expiry client1"], 79.9, 80);
        Assert.DoesNotContain("mtls.pki.certificate.days_to_expiry client2", measured.Keys);
        Assert.Equal(1, measured["mtls.pki.ocsp.answers malformed_request"]);
        Assert.Equal(1, measured["mtls.pki.est.enrolments simpleenroll token_unknown"]);

        void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            measured[string.Join(' ', [instrument.Name, .. tags.ToArray().Select(tag => $"{tag.Value}")])] = value;
    }

    private async Task<DateTimeOffset> NextUpdateAsync() =>
        RevocationList.FromDer(await _client.GetByteArrayAsync(new Uri(_service.Http, "/crl/issuing-ca.crl"))).NextUpdate;

    private string Own()
    {
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(_service.Certs, "ca-service.crt"));
        return certificate.SerialNumber;
    }
}
