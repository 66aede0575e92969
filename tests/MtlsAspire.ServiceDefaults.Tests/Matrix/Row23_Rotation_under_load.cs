using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.Tests.Support;
using MtlsAspire.TestSupport;

namespace MtlsAspire.ServiceDefaults.Tests.Matrix;

/// <summary>
/// Server and client get new certificates again and again while requests go on: none fails, and the new certificates are used. How many
/// seconds is up to MTLSASPIRE_ROTATION_SECONDS.
/// </summary>
public sealed class Row23_Rotation_under_load : MatrixTest
{
    private const string LookOften = "--MutualTls:ReloadInterval=00:00:00.050";
    private const int Callers = 4;

    // How many of each side must have been in use.
    private const int Certificates = 4;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private static TimeSpan Duration => TimeSpan.FromSeconds(
        TestSize.Read("MTLSASPIRE_ROTATION_SECONDS", 2));

    public static TheoryData<HandshakeMode, string> Cases => new()
    {
        { HandshakeMode.Explain, "1.1" },
        { HandshakeMode.Explain, "2.0" },
        { HandshakeMode.Require, "1.1" },
        { HandshakeMode.Require, "2.0" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task No_request_fails(HandshakeMode mode, string version)
    {
        await using var server = await LockOne.StartAsync(Pki, LookOften);
        await using var client = await LockTwo.StartAsync(Pki, configure: null, LookOften);
        using var http = client.CreateClient(server.Address(mode), Version.Parse(version));
        using var stop = new CancellationTokenSource();
        var clientsSeen = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        var answers = 0;

        var calls = Enumerable.Range(0, Callers).Select(_ => Task.Run(CallAsync)).ToArray();
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < Duration || clientsSeen.Count < Certificates || ServersSeen() < Certificates)
        {
            Assert.True(clock.Elapsed < Duration + Eventually.Deadline, "The new certificates are not used.");
            if (Array.Exists(calls, call => call.IsFaulted)) break;
            Rotate(Pki.IssueServer());
            Rotate(Pki.IssueClient());
            await Task.Delay(Interval, CancellationToken.None);
        }

        await stop.CancelAsync();
        await Task.WhenAll(calls);

        Assert.DoesNotContain(server.Server.Logs.All, log => log.Category == "MtlsAspire.Audit");
        Assert.DoesNotContain(client.Logs.All, log => log.Category == "MtlsAspire.Audit");
        Record(
            lockNumber: 1,
            SslProtocols.None,
            mode,
            "no failure",
            new HandshakeSeen(
                "no failure",
                "accepted",
                Audit: null,
                Explanation: null,
                $"{answers} requests over HTTP/{version}, {clientsSeen.Count} client and {ServersSeen()} server certificates",
                client.Spans.All[^1]));

        // As the spans of the requests have it.
        int ServersSeen() => client.Spans.All
            .Where(span => span.Source.Name == "System.Net.Http" && Equals(span.GetTagItem("server.port"), server.Address(mode).Port))
            .Select(span => span.GetTagItem("tls.server.hash.sha256"))
            .Distinct()
            .Count();

        async Task CallAsync()
        {
            while (!stop.IsCancellationRequested)
            {
                // A failure of any kind is thrown here, and fails the test.
                using var response = await http.GetAsync(new Uri("/claims", UriKind.Relative));
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                var claims = await response.Content.ReadAsStringAsync();
                clientsSeen[claims.Split('\n').Single(claim => claim.Contains("serialnumber=", StringComparison.OrdinalIgnoreCase))] = true;
                Interlocked.Increment(ref answers);
            }
        }
    }

    // One file after the other: in between they are no pair.
    private void Rotate(X509Certificate2 leaf)
    {
        using (leaf)
        {
            var name = leaf.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
            TestPki.Replace(Pki.PathOf($"{name}.crt"), PemText.Of(leaf, Pki.Issuing.Certificate));
            TestPki.Replace(Pki.PathOf($"{name}.key"), leaf.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        }
    }
}
