using System.Net;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Bootstrap;
using MtlsAspire.Pki.Ledger;
using MtlsAspire.Pki.Operations;
using MtlsAspire.Pki.Tests.Ocsp;

namespace MtlsAspire.Pki.Tests.Service;

/// <summary>Many at once: clients of the service, and other processes' work in the same directory.</summary>
public sealed class ConcurrencyTests(RunningPkiService service) : IClassFixture<RunningPkiService>
{
    [Fact]
    public async Task Of_twenty_uses_of_a_token_at_once_one_yields_a_certificate()
    {
        var token = service.Token("racer");
        var requests = Enumerable.Range(0, 20).Select(_ => Csr.Base64("CN=racer")).ToArray();

        var statuses = await Task.WhenAll(requests.Select(request => Task.Run(() => EnrolAsync("racer", token, request))));

        Assert.Single(statuses, HttpStatusCode.OK);
        Assert.Equal(19, statuses.Count(status => status == HttpStatusCode.Unauthorized));
        Assert.Single(service.Authority.List(new LedgerFilter { Name = "racer" }));
    }

    [Fact]
    public async Task Forty_newcomers_at_once_are_all_enrolled_and_no_serial_number_is_used_twice()
    {
        var names = Enumerable.Range(0, 40).Select(i => $"newcomer-{i}").ToArray();

        var statuses = await Task.WhenAll(names.Select(name => Task.Run(() => EnrolAsync(name, service.Token(name), Csr.Base64($"CN={name}")))));

        Assert.All(statuses, status => Assert.Equal(HttpStatusCode.OK, status));
        var serials = names.Select(name => service.Authority.List(new LedgerFilter { Name = name }).Single().Serial).ToArray();
        Assert.Equal(names.Length, serials.Distinct().Count());
    }

    [Fact]
    public async Task OCSP_never_tells_good_after_a_revocation_by_another_process_while_many_ask()
    {
        // As the command line does it: an authority of its own over the same directory.
        using var other = await PkiAuthority.OpenAsync(new PkiAuthorityOptions { Directory = service.Certs, Configuration = service.Configuration });
        using var client = new HttpClient();
        using var issuer = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(service.Certs, "issuing-ca.crt"));
        for (var round = 0; round < 5; round++)
        {
            var name = $"victim-{round}";
            using var leaf = await other.IssueAsync(new IdentityDeclaration(name, LeafRequest.Client(name)), "test");
            var request = OcspMessages.Request(issuer, leaf.SerialNumber);
            using var stop = new CancellationTokenSource();
            var crowd = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    Assert.NotEqual(2, Status(await AskAsync(client, request)));
                }
            })).ToArray();

            Assert.Equal(0, Status(await AskAsync(client, request)));
            await other.RevokeAsync(leaf.SerialNumber, X509RevocationReason.KeyCompromise, "test");
            for (var i = 0; i < 20; i++)
            {
                Assert.Equal(1, Status(await AskAsync(client, request)));
            }

            await stop.CancelAsync();
            await Task.WhenAll(crowd);
        }
    }

    private async Task<HttpStatusCode> EnrolAsync(string name, string token, byte[] request)
    {
        using var answer = await RunningPkiService.PostAsync(
            service.Client(), new Uri(service.Https, "/.well-known/est/simpleenroll"), request, "application/pkcs10", Csr.Basic(name, token));
        return answer.StatusCode;
    }

    private async Task<byte[]> AskAsync(HttpClient client, byte[] request)
    {
        using var answer = await RunningPkiService.PostAsync(client, new Uri(service.Http, "/ocsp"), request, "application/ocsp-request");
        return await answer.Content.ReadAsByteArrayAsync();
    }

    private static int Status(byte[] response) => OcspMessages.StatusOf(response);
}
