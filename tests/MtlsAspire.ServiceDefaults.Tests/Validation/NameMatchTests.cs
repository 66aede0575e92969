using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.ServiceDefaults.MutualTls.Validation;
using MtlsAspire.Tests.Support.Certificates;

namespace MtlsAspire.ServiceDefaults.Tests.Validation;

/// <summary>Whether a certificate is for the name that was called (RFC 9525).</summary>
public sealed class NameMatchTests
{
    private readonly Entity _root = Entity.Root();

    [Theory]
    [InlineData("DNS:a.acme.example", PeerNameKind.Dns, "a.acme.example", true)]
    [InlineData("DNS:a.acme.example", PeerNameKind.Dns, "A.ACME.example.", true)]
    [InlineData("DNS:a.acme.example", PeerNameKind.Dns, "b.acme.example", false)]
    [InlineData("DNS:a.acme.example", PeerNameKind.Dns, "acme.example", false)]
    [InlineData("DNS:*.acme.example", PeerNameKind.Dns, "a.acme.example", true)]
    [InlineData("DNS:*.acme.example", PeerNameKind.Dns, "a.b.acme.example", false)]
    [InlineData("DNS:*.acme.example", PeerNameKind.Dns, "acme.example", false)]
    [InlineData("DNS:*.acme.example", PeerNameKind.Dns, "*.acme.example", false)] // nobody is called so
    [InlineData("DNS:*.acme.example", PeerNameKind.Dns, ".acme.example", false)]
    [InlineData("IP:192.0.2.1", PeerNameKind.IP, "192.0.2.1", true)]
    [InlineData("IP:192.0.2.1", PeerNameKind.IP, "::ffff:192.0.2.1", true)]
    [InlineData("IP:192.0.2.1", PeerNameKind.IP, "192.0.2.2", false)]
    [InlineData("IP:192.0.2.1", PeerNameKind.Dns, "192.0.2.1", false)]
    [InlineData("IP:2001:db8::1", PeerNameKind.IP, "2001:DB8:0::1", true)]
    [InlineData("email:ops@acme.example", PeerNameKind.Email, "ops@ACME.example", true)]
    [InlineData("email:ops@acme.example", PeerNameKind.Email, "Ops@acme.example", false)]
    [InlineData("URI:spiffe://acme.example/a", PeerNameKind.Uri, "spiffe://acme.example/a", true)]
    [InlineData("URI:spiffe://acme.example/a", PeerNameKind.Uri, "spiffe://acme.example/A", false)]
    [InlineData("URI:spiffe://acme.example/a", PeerNameKind.Uri, "spiffe://acme.example/a/", false)]
    [InlineData("URI:https://a.acme.example/", PeerNameKind.Dns, "a.acme.example", false)]
    [InlineData("dir:CN=a.acme.example", PeerNameKind.Dns, "a.acme.example", false)]
    public void A_subject_alternative_name_of_the_kind_must_match(string held, PeerNameKind kind, string called, bool isAccepted)
    {
        var leaf = _root.Issue(Recipe.Server(held));

        Assert.Equal(isAccepted ? "accepted" : "name_mismatch", Calling(new PeerName(kind, called)).Judge(leaf).Code);
    }

    [Fact]
    public void The_common_name_is_never_looked_at()
    {
        var leaf = _root.Issue(Recipe.Server("DNS:a.acme.example") with { Subject = "O=Acme;CN=b.acme.example" });
        var bare = _root.Issue(LeafWithoutNames);
        var calling = Calling(new PeerName(PeerNameKind.Dns, "b.acme.example"));

        calling.Judge(leaf).AssertRefused(RefusalReason.NameMismatch);
        calling.Allowing(allow => allow with { MissingSubjectAlternativeName = true }).Judge(bare).AssertRefused(RefusalReason.NameMismatch);
    }

    [Theory]
    [InlineData("a.acme.example", "DNS:a.acme.example")]
    [InlineData("192.0.2.1", "IP:192.0.2.1")]
    [InlineData("[2001:db8::1]", "IP:2001:db8::1")]
    [InlineData("2001:DB8::1", "IP:2001:db8::1")]
    public void The_host_of_a_URL_is_an_address_or_a_domain_name(string host, string name) =>
        Assert.Equal(name, PeerName.OfHost(host).ToString());

    [Fact]
    public void The_names_it_holds_are_told()
    {
        var verdict = Calling(new PeerName(PeerNameKind.Dns, "c.acme.example")).Judge(_root.Issue(Recipe.Server("DNS:a.acme.example", "IP:192.0.2.1")));

        Assert.Contains("DNS:a.acme.example, IP:192.0.2.1", verdict.Explanation, StringComparison.Ordinal);
    }

    private static Recipe LeafWithoutNames => Recipe.Server().Without(Extension.SubjectAlternativeName) with { Subject = "O=Acme;CN=b.acme.example" };

    private Trial Calling(PeerName name) => Trial.Of(_root) with { Peer = PeerRole.Server, Name = name };
}
