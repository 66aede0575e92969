using System.Net;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Server.Tests.Support;
using MtlsAspire.ServiceDefaults;
using MtlsAspire.Tests.Support;
using MtlsAspire.TestSupport;

namespace MtlsAspire.Server.Tests.Locks;

/// <summary>Locks are swapped, added, re-ordered and upgraded while the box runs: no request is lost, and the box is never open.</summary>
public sealed class LockReloadTests : IDisposable
{
    private readonly TestPki _pki = new();
    private readonly TemporaryDirectory _directory = new();

    public void Dispose()
    {
        _directory.Dispose();
        _pki.Dispose();
    }

    [Fact]
    public async Task Under_load_every_change_is_taken_over_no_request_is_lost_and_strangers_stay_out()
    {
        string[] policies =
        [
            $$"""{ "*": [{{LockJson.LockOne}}, {{LockJson.Role("depositor")}}] }""",
            $$"""{ "*": [{{LockJson.Role("depositor")}}, {{LockJson.LockOne}}] }""",
            $$"""{ "*": [{{LockJson.LockOne}}, {{LockJson.Role("depositor")}}, { "Name": "age", "Kind": "CertificateAge", "MaxAge": "1.00:00:00" }] }""",
            $$"""{ "*": [{{LockJson.LockOne}}, { "Name": "who", "Kind": "SpiffeId", "Ids": ["spiffe://mtls.localhost/client1"] }] }""",
        ];
        await using var box = await TestBox.StartAsync(_pki, _directory, "storage", "items", policies[0]);
        using var good = TestBox.IssueRole(_pki, "client1", "depositor");
        using var stranger = TestBox.IssueRole(_pki, "client2", "analyst");
        using var client = box.Client(good);
        (await client.PutAsync("/items/a", [1])).EnsureSuccessStatusCode();
        using var stop = new CancellationTokenSource();

        var load = new[] { LoadAsync(box, good, HttpStatusCode.OK, stop.Token), LoadAsync(box, good, HttpStatusCode.OK, stop.Token), LoadAsync(box, stranger, HttpStatusCode.Forbidden, stop.Token), LoadAsync(box, leaf: null, HttpStatusCode.Unauthorized, stop.Token) };
        for (var i = 1; i <= 12; i++)
        {
            var before = Replacements(box);
            TestPki.Replace(box.PolicyPath, TestBox.Policy(policies[i % policies.Length]));
            await Eventually.BecomesAsync(() => Task.FromResult(Replacements(box) > before), "new locks");
        }

        await stop.CancelAsync();
        var counts = await Task.WhenAll(load);
        Assert.All(counts, count => Assert.True(count > 0));
    }

    [Theory]
    [InlineData("{ not json", "cannot be read")]
    [InlineData("""{ "Box": { "Locks": { } } }""", "there is no lock, so that anybody could open the box")]
    [InlineData("""{ "Box": { "Locks": { "*": [{ "Name": "r", "Kind": "Role", "Roles": ["depositor"] }] } } }""", "no lock asks every client who it is")]
    [InlineData("""{ "Box": { "Locks": { "*": [{ "Name": "r", "Kind": "Padlock" }] } } }""", "is no kind of lock")]
    public async Task Locks_that_are_wrong_are_told_and_the_old_stay_in_force(string policy, string message)
    {
        await using var box = await TestBox.StartAsync(_pki, _directory, "storage", "items", $$"""{ "*": [{{LockJson.LockOne}}, {{LockJson.Role("depositor")}}] }""");
        using var stranger = TestBox.IssueRole(_pki, "client2", "analyst");
        using var client = box.Client(stranger);

        TestPki.Replace(box.PolicyPath, policy);
        var told = await box.Server.Logs.WaitForAsync(log => log.Message.StartsWith("The configuration of the locks cannot be used, and the old locks stay in force.", StringComparison.Ordinal));

        Assert.Contains(message, told.Message, StringComparison.Ordinal);
        using var response = await client.SendAsync(HttpMethod.Get, "/items");
        var problem = await response.ProblemAsync(HttpStatusCode.Forbidden, "role_missing");
        Assert.Equal("depositors", (string?)problem["lock"]);
    }

    [Fact]
    public async Task A_box_that_is_left_unlocked_does_not_start()
    {
        var exception = await Assert.ThrowsAsync<ConfigurationException>(() => TestBox.StartAsync(_pki, _directory, "storage", "items", "{ }"));
        Assert.StartsWith("Box:Locks:items.list: there is no lock", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rate_limit_that_stays_as_it_is_remembers_across_a_change_of_others()
    {
        const string Rate = """{ "Name": "rate", "Kind": "RateLimit", "Permits": 1, "Per": "01:00:00" }""";
        await using var box = await TestBox.StartAsync(_pki, _directory, "storage", "items", $$"""{ "*": [{{LockJson.LockOne}}, {{Rate}}] }""");
        using var leaf = TestBox.IssueRole(_pki, "client1", "depositor");
        using var client = box.Client(leaf);
        using var first = await client.SendAsync(HttpMethod.Get, "/items");

        TestPki.Replace(box.PolicyPath, TestBox.Policy($$"""{ "*": [{{LockJson.LockOne}}, {{Rate}}, {{LockJson.Role("depositor")}}] }"""));
        await box.Server.Logs.WaitForAsync(log => log.Message.StartsWith("The locks have been replaced.", StringComparison.Ordinal));
        using var second = await client.SendAsync(HttpMethod.Get, "/items");

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        await second.ProblemAsync(HttpStatusCode.Forbidden, "rate_exceeded");
        Assert.NotNull(second.Headers.RetryAfter);
    }

    private static int Replacements(TestBox box) => box.Server.Logs.All.Count(log => log.Message.StartsWith("The locks have been replaced.", StringComparison.Ordinal));

    private static async Task<int> LoadAsync(TestBox box, X509Certificate2? leaf, HttpStatusCode expected, CancellationToken stop)
    {
        using var client = box.Client(leaf);
        var count = 0;
        while (!stop.IsCancellationRequested)
        {
            using var response = await client.SendAsync(HttpMethod.Get, "/items/a");
            Assert.Equal(expected, response.StatusCode);
            count++;
        }

        return count;
    }
}
