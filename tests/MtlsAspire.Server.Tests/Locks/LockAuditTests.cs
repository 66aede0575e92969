using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using MtlsAspire.Server.Locks;
using MtlsAspire.Server.Tests.Support;
using MtlsAspire.ServiceDefaults.Telemetry;
using MtlsAspire.Tests.Support;
using MtlsAspire.TestSupport;

namespace MtlsAspire.Server.Tests.Locks;

/// <summary>The audit of the locks: a client that hammers at a shut lock does not drown it, and every attempt is counted.</summary>
public sealed class LockAuditTests : IDisposable
{
    private const int Attempts = 400;

    private readonly TestPki _pki = new();
    private readonly TemporaryDirectory _directory = new();

    public void Dispose()
    {
        _directory.Dispose();
        _pki.Dispose();
    }

    [Fact]
    public async Task A_flood_of_refusals_is_written_in_part_and_counted_as_a_whole()
    {
        await using var box = await TestBox.StartAsync(_pki, _directory, "storage", "items", $$"""{ "*": [{{LockJson.LockOne}}, {{LockJson.Role("depositor")}}] }""");
        var meters = box.Server.Services.GetRequiredService<IMeterFactory>();
        using var locks = new CollectedMeasurements(meters, LockTelemetry.Name);
        using var audit = new CollectedMeasurements(meters, "MtlsAspire.MutualTls");
        using var stranger = TestBox.IssueRole(_pki, "client2", "analyst");
        using var client = box.Client(stranger);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            for (var i = 0; i < Attempts / 8; i++)
            {
                using var response = await client.SendAsync(HttpMethod.Get, "/items");
                Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
            }
        }));

        var lines = box.Server.Logs.All.Where(log => log.Category == AuditLog.Category).ToArray();
        var written = lines.Count(log => log.Message.StartsWith("Lock depositors (Role) of box storage stayed shut", StringComparison.Ordinal));
        var suppressed = audit.Of("mtls.audit.suppressed").Where(one => one["mtls.audit.kind"] == nameof(AuditKind.LockShut)).Sum(one => one.Value);
        Assert.InRange(written, 100, Attempts - 1);
        Assert.Equal(Attempts, written + suppressed);
        Assert.Equal(Attempts, locks.Of("mtls.locks").Where(one => one["mtls.lock"] == "depositors").Sum(one => one.Value));
        // What is rare is not drowned by what is frequent.
        Assert.Contains(lines, log => log.Message.StartsWith("Lock lock-1 (TrustedCertificate) of box storage opened", StringComparison.Ordinal));

        await Eventually.BecomesAsync(
            async () =>
            {
                using var response = await client.SendAsync(HttpMethod.Get, "/items");
                return box.Server.Logs.All.Where(log => log.Values.GetValueOrDefault("Kind") == nameof(AuditKind.LockShut)).Sum(log => int.Parse(log.Values["Count"]!, CultureInfo.InvariantCulture)) >= suppressed;
            },
            "the count of what was not written");
    }
}
