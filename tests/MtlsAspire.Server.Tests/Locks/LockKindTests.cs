using Microsoft.Extensions.Configuration;
using MtlsAspire.Server.Boxes;
using MtlsAspire.Server.Locks;
using MtlsAspire.Server.Tests.Support;
using MtlsAspire.ServiceDefaults;
using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.Tests.Support;

namespace MtlsAspire.Server.Tests.Locks;

/// <summary>Each kind of lock: when it opens, when it stays shut, and which settings it refuses.</summary>
public sealed class LockKindTests : IDisposable
{
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly TestPki _pki = new();

    public void Dispose() => _pki.Dispose();

    [Fact]
    public void Trusted_certificate()
    {
        Assert.True(Decide("""{ "Kind": "TrustedCertificate" }""", Peer("client1")).IsOpen);
        Assert.Equal("not_authenticated", Decide("""{ "Kind": "TrustedCertificate" }""", peer: null).Reason);
        Assert.Equal("issuer_not_allowed", Decide("""{ "Kind": "TrustedCertificate", "Issuers": ["CN=Other CA"] }""", Peer("client1")).Reason);
        Assert.True(Decide("""{ "Kind": "TrustedCertificate", "Issuers": ["CN=Test Issuing CA, O=MtlsAspire"] }""", Peer("client1")).IsOpen);
    }

    [Fact]
    public void Role()
    {
        const string Lock = """{ "Kind": "Role", "Roles": ["analyst", "operator"] }""";
        Assert.True(Decide(Lock, Peer("client2", "operator")).IsOpen);
        Assert.Equal("role_missing", Decide(Lock, Peer("client1", "depositor")).Reason);
        Assert.Equal("role_missing", Decide(Lock, Peer("analyst")).Reason);
        Assert.False(Decide(Lock, peer: null).IsOpen);
    }

    [Theory]
    [InlineData("spiffe://mtls.localhost/client1", true)]
    [InlineData("spiffe://mtls.localhost/*", true)]
    [InlineData("spiffe://mtls.localhost/client*", true)]
    [InlineData("spiffe://mtls.localhost/client", false)]
    [InlineData("spiffe://other.localhost/*", false)]
    public void Spiffe_id(string pattern, bool opens) =>
        Assert.Equal(opens, Decide($$"""{ "Kind": "SpiffeId", "Ids": ["{{pattern}}"] }""", Peer("client1")).IsOpen);

    [Fact]
    public void Certificate_age()
    {
        const string Lock = """{ "Kind": "CertificateAge", "MaxAge": "1.00:00:00" }""";
        var peer = Peer("client1");
        Assert.True(Decide(Lock, peer, new DateTimeOffset(peer.NotBefore.AddDays(1))).IsOpen);
        Assert.Equal("certificate_too_old", Decide(Lock, peer, new DateTimeOffset(peer.NotBefore.AddDays(1).AddSeconds(1))).Reason);
    }

    [Theory]
    [InlineData("08:00", "18:00", "Monday", 0, true)]
    [InlineData("12:00", "18:00", "Monday", 0, true)]
    [InlineData("08:00", "12:00", "Monday", 0, false)]
    [InlineData("08:00", "18:00", "Tuesday", 0, false)]
    [InlineData("22:00", "06:00", "Monday", 11, true)]
    [InlineData("22:00", "06:00", "Monday", 17, true)]
    [InlineData("22:00", "06:00", "Tuesday", 17, false)]
    [InlineData("22:00", "06:00", "Monday", 18, false)]
    public void Time_window(string from, string to, string day, int hoursLater, bool opens)
    {
        var decision = Decide($$"""{ "Kind": "TimeWindow", "From": "{{from}}", "To": "{{to}}", "Days": ["{{day}}"] }""", Peer("client1"), Monday.AddHours(hoursLater));
        Assert.Equal(opens, decision.IsOpen);
        if (!opens) Assert.Equal("outside_time_window", decision.Reason);
    }

    [Fact]
    public void Two_persons_are_two_identities_within_the_time_for_the_same_and_once()
    {
        var one = Make("""{ "Kind": "TwoPersons", "Within": "00:05:00" }""");
        var (anna, bert) = (Peer("anna"), Peer("bert"));

        Assert.Equal("second_person_needed", Try(anna, "a", 0).Reason);
        Assert.Equal("second_person_needed", Try(anna, "a", 1).Reason);
        Assert.Equal("second_person_needed", Try(bert, "b", 1).Reason);
        Assert.True(Try(bert, "a", 2).IsOpen);
        Assert.False(Try(anna, "a", 3).IsOpen);
        Assert.False(Try(bert, "a", 9).IsOpen);
        Assert.True(Try(anna, "a", 10).IsOpen);

        LockDecision Try(PeerCertificate peer, string item, int minute) => one.Try(new LockAttempt(Operations.DeleteItem, item, peer, Monday.AddMinutes(minute)));
    }

    [Fact]
    public void Two_certificates_of_one_identity_are_one_person()
    {
        var one = Make("""{ "Kind": "TwoPersons", "Within": "00:05:00" }""");
        Assert.False(one.Try(new LockAttempt(Operations.DeleteItem, "a", Peer("anna"), Monday)).IsOpen);
        Assert.False(one.Try(new LockAttempt(Operations.DeleteItem, "a", Peer("anna"), Monday)).IsOpen);
    }

    [Fact]
    public void Requests_that_wait_for_a_second_person_are_bounded()
    {
        var one = Make("""{ "Kind": "TwoPersons", "Within": "00:05:00" }""");
        var anna = Peer("anna");
        for (var i = 0; i < TwoPersonsLock.MaxWaiting; i++) one.Try(new LockAttempt(Operations.DeleteItem, $"{i}", anna, Monday));
        Assert.Equal("too_many_waiting", one.Try(new LockAttempt(Operations.DeleteItem, "more", anna, Monday)).Reason);
        Assert.Equal("second_person_needed", one.Try(new LockAttempt(Operations.DeleteItem, "more", anna, Monday.AddMinutes(6))).Reason);
    }

    [Fact]
    public void Rate_limit_is_for_each_identity_and_refills()
    {
        var one = Make("""{ "Kind": "RateLimit", "Permits": "2", "Per": "00:01:00" }""");
        var (anna, bert) = (Peer("anna"), Peer("bert"));

        Assert.True(Try(anna, 0).IsOpen);
        Assert.True(Try(anna, 0).IsOpen);
        var shut = Try(anna, 0);
        Assert.Equal("rate_exceeded", shut.Reason);
        Assert.Equal(TimeSpan.FromSeconds(30), shut.RetryAfter);
        Assert.True(Try(bert, 0).IsOpen);
        Assert.True(Try(anna, 30).IsOpen);
        Assert.False(Try(anna, 31).IsOpen);

        LockDecision Try(PeerCertificate peer, int second) => one.Try(new LockAttempt(Operations.ReadItem, "a", peer, Monday.AddSeconds(second)));
    }

    [Theory]
    [InlineData("""{ "Kind": "Padlock" }""", "Kind 'Padlock' is no kind of lock; write one of TrustedCertificate, Role,")]
    [InlineData("{ }", "Kind is not set; write one of")]
    [InlineData("""{ "Kind": "Role" }""", "Roles is not set")]
    [InlineData("""{ "Kind": "Role", "Roles": "analyst" }""", "Roles is a single value; write a list")]
    [InlineData("""{ "Kind": "Role", "Roles": ["a"], "Role": "b" }""", "Role: a lock of kind Role has no such setting")]
    [InlineData("""{ "Kind": "SpiffeId", "Ids": ["client1"] }""", "Ids has 'client1', which is no SPIFFE ID")]
    [InlineData("""{ "Kind": "SpiffeId", "Ids": ["spiffe://*/client1"] }""", "which is no SPIFFE ID with a trust domain of its own")]
    [InlineData("""{ "Kind": "CertificateAge", "MaxAge": "old" }""", "MaxAge 'old' is not a duration above zero")]
    [InlineData("""{ "Kind": "TimeWindow", "From": "25:00", "To": "08:00" }""", "From '25:00' is not a time of day")]
    [InlineData("""{ "Kind": "TimeWindow", "From": "08:00", "To": "08:00" }""", "To is the same as From")]
    [InlineData("""{ "Kind": "TimeWindow", "From": "08:00", "To": "09:00", "Days": ["Mo"] }""", "Days has 'Mo', which is no day of the week")]
    [InlineData("""{ "Kind": "RateLimit", "Permits": "0", "Per": "00:01:00" }""", "Permits '0' is not a whole number above zero")]
    public void Wrong_settings_are_told_in_one_line_with_their_place(string json, string message)
    {
        var exception = Assert.Throws<ConfigurationException>(() => Make(json));
        Assert.StartsWith("Box:Locks:items.read:1:", exception.Message, StringComparison.Ordinal);
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    [Theory]
    [InlineData("{ }", "Box:Locks:items.read: there is no lock, so that anybody could open the box")]
    [InlineData("""{ "items.read": [] , "*": [] }""", "Box:Locks:items.read: there is no lock")]
    [InlineData("""{ "items.read": [{ "Name": "r", "Kind": "RateLimit", "Permits": 1, "Per": "00:00:01" }] }""", "Box:Locks:items.read: no lock asks every client who it is")]
    [InlineData("""{ "items.read": [{ "Name": "l", "Kind": "TrustedCertificate", "Items": ["a"] }] }""", "Box:Locks:items.read: no lock asks every client who it is")]
    [InlineData("""{ "items.raed": [] }""", "this box has no operation 'items.raed'")]
    [InlineData("""{ "*": [{ "Name": "l", "Kind": "TrustedCertificate" }, { "Name": "l", "Kind": "TrustedCertificate" }] }""", "two locks are named 'l'")]
    public void A_box_that_is_left_unlocked_is_refused(string json, string message)
    {
        var exception = Assert.Throws<ConfigurationException>(() => LockSet.Read(Configuration(json), [Operations.ReadItem]));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a*", "abc", true)]
    [InlineData("*c", "abc", true)]
    [InlineData("a*c*", "abcd", true)]
    [InlineData("*", "", true)]
    [InlineData("", "a", false)]
    [InlineData("a", "ab", false)]
    [InlineData("*b", "a", false)]
    [InlineData("a*a", "a", false)]
    public void Wildcards(string pattern, string text, bool matches) => Assert.Equal(matches, Wildcard.Matches(pattern, text));

    private static LockDecision Decide(string json, PeerCertificate? peer, DateTimeOffset? now = null) =>
        Make(json).Try(new LockAttempt(Operations.ReadItem, "a", peer, now ?? Monday));

    private static ILock Make(string json)
    {
        var named = json.Replace("{ ", """{ "Name": "lock", """, StringComparison.Ordinal).Replace(""" "Name": "lock", }""", """ "Name": "lock" }""", StringComparison.Ordinal);
        var first = """{ "Name": "lock-1", "Kind": "TrustedCertificate" }""";
        return LockSet.Read(Configuration($$"""{ "items.read": [{{first}}, {{named}}] }"""), [Operations.ReadItem])[Operations.ReadItem][1];
    }

    private static IConfiguration Configuration(string locks) => new ConfigurationBuilder()
        .AddJsonStream(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(TestBox.Policy(locks))))
        .Build();

    private PeerCertificate Peer(string name, string? role = null)
    {
        using var certificate = TestBox.IssueRole(_pki, name, role);
        return new PeerCertificate(certificate);
    }
}
