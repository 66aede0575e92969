using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.Tests.Support.Certificates;

namespace MtlsAspire.ServiceDefaults.Tests.Validation;

public sealed class NameConstraintsTests
{
    private readonly Entity _root = Entity.Root();

    [Theory]
    [InlineData("DNS:acme.example", "DNS:acme.example", true)]
    [InlineData("DNS:acme.example", "DNS:a.b.ACME.example", true)]
    [InlineData("DNS:acme.example", "DNS:notacme.example", false)]
    [InlineData("DNS:acme.example", "DNS:example", false)]
    [InlineData("DNS:acme.example", "DNS:*.acme.example", true)]
    [InlineData("DNS:www.acme.example", "DNS:*.acme.example", false)]
    [InlineData("DNS:", "DNS:any.example", true)]
    [InlineData("DNS:acme.example", "URI:spiffe://other.example/x", true)] // another kind of name
    [InlineData("email:acme.example", "email:ops@acme.example", true)]
    [InlineData("email:acme.example", "email:ops@mail.acme.example", false)]
    [InlineData("email:.acme.example", "email:ops@mail.acme.example", true)]
    [InlineData("email:.acme.example", "email:ops@acme.example", false)]
    [InlineData("email:ops@acme.example", "email:ops@ACME.example", true)]
    [InlineData("email:ops@acme.example", "email:OPS@acme.example", false)]
    [InlineData("email:*@acme.example", "email:ops@acme.example", false)]
    [InlineData("URI:acme.example", "URI:spiffe://acme.example/x", true)]
    [InlineData("URI:acme.example", "URI:https://user@acme.example:8443/x", true)]
    [InlineData("URI:acme.example", "URI:https://acme.example@evil.example/x", false)]
    [InlineData("URI:acme.example", "URI:spiffe://sub.acme.example/x", false)]
    [InlineData("URI:.acme.example", "URI:spiffe://sub.acme.example/x", true)]
    [InlineData("URI:acme.example", "URI:urn:acme.example", false)] // no host to compare
    [InlineData("URI:acme.example", "URI:https://192.0.2.1/", false)]
    [InlineData("IP:192.0.2.0/255.255.255.0", "IP:192.0.2.77", true)]
    [InlineData("IP:192.0.2.0/255.255.255.0", "IP:192.0.3.77", false)]
    [InlineData("IP:192.0.2.0/255.255.255.0", "IP:2001:db8::1", false)]
    [InlineData("IP:2001:db8::/ffff:ffff::", "IP:2001:db8::1", true)]
    [InlineData("IP:2001:db8::/ffff:ffff::", "IP:2001:db9::1", false)]
    [InlineData("dir:O=Acme", "dir:O=ACME;CN=anything", true)]
    [InlineData("dir:O=Acme;OU=One", "dir:O=Acme;OU=One", false)] // the subject itself lies outside
    [InlineData("other:x", "other:x", false)] // not understood
    public void Permitted(string root, string name, bool isAccepted) => AssertConstrained(Extension.Constraints([root], []), name, isAccepted);

    [Theory]
    [InlineData("DNS:acme.example", "DNS:www.acme.example", false)]
    [InlineData("DNS:acme.example", "DNS:notacme.example", true)]
    [InlineData("DNS:www.acme.example", "DNS:*.acme.example", false)] // a wildcard that reaches into it
    [InlineData("DNS:a.b.acme.example", "DNS:*.acme.example", true)] // and one that cannot
    [InlineData("DNS:", "DNS:any.example", false)]
    [InlineData("email:acme.example", "email:ops@acme.example", false)]
    [InlineData("email:acme.example", "email:ops@acme2.example", true)]
    [InlineData("URI:evil.example", "URI:spiffe://evil.example/x", false)]
    [InlineData("URI:evil.example", "URI:urn:uuid:1", false)] // no host: it may be anything
    [InlineData("IP:0.0.0.0/0.0.0.0", "IP:192.0.2.1", false)]
    [InlineData("IP:0.0.0.0/0.0.0.0", "IP:2001:db8::1", true)]
    [InlineData("dir:O=Evil", "dir:O=Evil;CN=x", false)]
    [InlineData("dir:O=Acme", "DNS:x.example", false)] // the subject
    [InlineData("other:x", "other:x", false)]
    [InlineData("other:x", "DNS:x.example", true)]
    public void Excluded(string root, string name, bool isAccepted) => AssertConstrained(Extension.Constraints([], [root]), name, isAccepted);

    [Theory]
    [InlineData("DNS:*.acme.example")]
    [InlineData("DNS:.acme.example")]
    [InlineData("email:a@b@acme.example")]
    [InlineData("IP:192.0.2.0")]
    [InlineData("IP:192.0.2.0/255.0.255.0")]
    public void What_is_no_constraint_is_refused(string root)
    {
        AssertVerdict(Extension.Constraints([root], []), "URI:spiffe://acme.example/x", "bad_certificate");
        AssertVerdict(Extension.Constraints([], [root]), "URI:spiffe://acme.example/x", "bad_certificate");
    }

    [Fact]
    public void Constraints_of_nothing_are_refused() =>
        AssertVerdict(Extension.Constraints([], []), "URI:spiffe://acme.example/x", "bad_certificate");

    [Fact]
    public void Excluded_wins_over_permitted() =>
        AssertConstrained(Extension.Constraints(["DNS:acme.example"], ["DNS:acme.example"]), "DNS:acme.example", isAccepted: false);

    [Fact]
    public void Constraints_narrow_on_the_way_down_and_never_widen()
    {
        foreach (var (upper, lower) in new (string, string)[] { ("acme.example", "www.acme.example"), ("www.acme.example", "acme.example") })
        {
            var first = _root.IssueAuthority("O=Acme;CN=First", pathLength: null, Extension.Constraints([$"DNS:{upper}"], []));
            var second = first.IssueAuthority("O=Acme;CN=Second", pathLength: null, Extension.Constraints([$"DNS:{lower}"], []));
            var trial = Trial.Of(_root, first, second) with { Peer = PeerRole.Server };

            trial.Judge(second.Issue(Recipe.Server("DNS:www.acme.example"))).AssertAccepted();
            trial.Judge(second.Issue(Recipe.Server("DNS:ftp.acme.example"))).AssertRefused(RefusalReason.NameConstraintsViolated);
        }
    }

    [Fact]
    public void Those_of_the_anchor_hold_too()
    {
        var root = Entity.SelfSigned(Recipe.Authority("O=Acme;CN=Root").With(Extension.Constraints(["DNS:acme.example"], [])));
        var trial = Trial.Of(root) with { Peer = PeerRole.Server };

        trial.Judge(root.Issue(Recipe.Server("DNS:www.acme.example"))).AssertAccepted();
        trial.Judge(root.Issue(Recipe.Server("DNS:www.other.example"))).AssertRefused(RefusalReason.NameConstraintsViolated);
    }

    [Fact]
    public void They_hold_for_CAs_and_not_for_a_new_key_of_the_same_CA()
    {
        var constrained = _root.IssueAuthority("O=Acme;CN=One", pathLength: null, Extension.Constraints(["DNS:acme.example"], []));
        var outside = constrained.IssueAuthority("O=Acme;CN=Two", pathLength: null, Extension.Names("DNS:other.example"));
        var newKey = constrained.IssueAuthority("O=Acme;CN=One", pathLength: null, Extension.Names("DNS:other.example"));

        Trial.Of(_root, constrained, outside).Judge(outside.Issue(Recipe.Client())).AssertRefused(RefusalReason.NameConstraintsViolated);
        Trial.Of(_root, constrained, newKey).Judge(newKey.Issue(Recipe.Client())).AssertAccepted();
    }

    [Fact]
    public void An_e_mail_address_in_the_subject_is_a_name()
    {
        var constrained = _root.IssueAuthority("O=Acme;CN=One", pathLength: null, Extension.Constraints(["email:acme.example"], []));

        Trial.Of(_root, constrained).Judge(constrained.Issue(Recipe.Client("O=Acme;E=ops@acme.example"))).AssertAccepted();
        Trial.Of(_root, constrained).Judge(constrained.Issue(Recipe.Client("O=Acme;E=ops@other.example"))).AssertRefused(RefusalReason.NameConstraintsViolated);
    }

    [Fact]
    public void They_must_be_critical_unless_allowed_and_are_enforced_all_the_same()
    {
        var issuing = _root.IssueAuthority("O=Acme;CN=One", pathLength: null, Extension.Constraints(["DNS:acme.example"], [], isCritical: false));
        var trial = Trial.Of(_root, issuing) with { Peer = PeerRole.Server };
        var allowing = trial.Allowing(allow => allow with { NonCriticalNameConstraints = true });

        trial.Judge(issuing.Issue(Recipe.Server("DNS:www.acme.example"))).AssertRefused(RefusalReason.BadCertificate);
        allowing.Judge(issuing.Issue(Recipe.Server("DNS:www.acme.example"))).AssertAccepted();
        allowing.Judge(issuing.Issue(Recipe.Server("DNS:www.other.example"))).AssertRefused(RefusalReason.NameConstraintsViolated);
    }

    private void AssertConstrained(Extension constraints, string name, bool isAccepted) =>
        AssertVerdict(constraints, name, isAccepted ? "accepted" : "name_constraints_violated");

    private void AssertVerdict(Extension constraints, string name, string code)
    {
        var issuing = _root.IssueAuthority("O=Acme;CN=Issuing", pathLength: null, constraints);
        var leaf = issuing.Issue(Recipe.Client().With(Extension.Names(name)));
        var verdict = Trial.Of(_root, issuing).Judge(leaf);
        Assert.True(verdict.Code == code, $"{verdict.Code}: {verdict.Explanation}");
        // The constraints alone make the difference.
        var free = _root.IssueAuthority("O=Acme;CN=Issuing");
        Trial.Of(_root, free).Judge(free.Issue(Recipe.Client().With(Extension.Names(name)))).AssertAccepted();
    }
}
