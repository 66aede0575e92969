using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.Tests.Support.Certificates;

namespace MtlsAspire.ServiceDefaults.Tests.Validation;

/// <summary>Who may issue, and who may not.</summary>
public sealed class AuthorityTests
{
    private readonly Entity _root = Entity.Root();

    [Fact]
    public void A_leaf_cannot_issue()
    {
        var leaf = _root.Issue(Recipe.Client("O=Acme;CN=Greedy"));

        Trial.Of(_root, leaf).Judge(leaf.Issue(Recipe.Client())).AssertRefused(RefusalReason.InvalidCa);
    }

    [Theory]
    [InlineData("without basicConstraints")]
    [InlineData("basicConstraints without cA")]
    [InlineData("without keyCertSign")]
    public void An_intermediate_must_be_a_CA(string what)
    {
        var good = Recipe.Authority("O=Acme;CN=Issuing");
        var bad = _root.Issue(what switch
        {
            "without basicConstraints" => good.Without(Extension.BasicConstraints).Without(Extension.KeyUsage),
            "basicConstraints without cA" => good.With(Extension.NoAuthority()).Without(Extension.KeyUsage),
            _ => good.With(Extension.Usage(0, 6)),
        });

        Trial.Of(_root, bad).Judge(bad.Issue(Recipe.Client())).AssertRefused(RefusalReason.InvalidCa);
        var twin = _root.Issue(good);
        Trial.Of(_root, twin).Judge(twin.Issue(Recipe.Client())).AssertAccepted();
    }

    [Fact]
    public void Key_usage_may_be_absent_from_a_CA()
    {
        var issuing = _root.Issue(Recipe.Authority("O=Acme;CN=Issuing").Without(Extension.KeyUsage));

        Trial.Of(_root, issuing).Judge(issuing.Issue(Recipe.Client())).AssertAccepted();
    }

    [Fact]
    public void BasicConstraints_must_be_critical_unless_allowed()
    {
        var issuing = _root.Issue(Recipe.Authority("O=Acme;CN=Issuing").With(Extension.Authority(isCritical: false)));
        var leaf = issuing.Issue(Recipe.Client());

        Trial.Of(_root, issuing).Judge(leaf).AssertRefused(RefusalReason.InvalidCa);
        Trial.Of(_root, issuing).Allowing(allow => allow with { NonCriticalBasicConstraints = true }).Judge(leaf).AssertAccepted();
    }

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(0, 1, false)]
    [InlineData(1, 1, true)]
    [InlineData(1, 2, false)]
    [InlineData(null, 3, true)]
    public void The_path_length_counts_the_CAs_below(int? pathLength, int below, bool isAccepted)
    {
        var limited = _root.IssueAuthority("O=Acme;CN=Limited", pathLength);
        var sent = new List<Entity> { limited };
        for (var number = 1; number <= below; number++) sent.Add(sent[^1].IssueAuthority($"O=Acme;CN=Sub {number}"));

        var verdict = Trial.Of(_root, [.. sent]).Judge(sent[^1].Issue(Recipe.Client()));

        Assert.Equal(isAccepted ? "accepted" : "invalid_ca", verdict.Code);
    }

    [Fact]
    public void The_path_length_of_the_anchor_counts_and_a_new_key_of_the_same_CA_does_not()
    {
        var root = Entity.SelfSigned(Recipe.Authority("O=Acme;CN=Limited root").With(Extension.Authority(pathLength: 1)));
        var issuing = root.IssueAuthority("O=Acme;CN=Issuing");
        var newKey = issuing.IssueAuthority("O=Acme;CN=Issuing");
        var below = issuing.IssueAuthority("O=Acme;CN=Below");

        Trial.Of(root, issuing, newKey).Judge(newKey.Issue(Recipe.Client())).AssertAccepted();
        Trial.Of(root, issuing, below).Judge(below.Issue(Recipe.Client())).AssertRefused(RefusalReason.InvalidCa);
    }

    [Fact]
    public void A_path_length_may_not_grow_again()
    {
        var one = _root.IssueAuthority("O=Acme;CN=One", pathLength: 1);
        var many = one.IssueAuthority("O=Acme;CN=Many", pathLength: 9);
        var below = many.IssueAuthority("O=Acme;CN=Below");

        Trial.Of(_root, one, many).Judge(many.Issue(Recipe.Client())).AssertAccepted();
        Trial.Of(_root, one, many, below).Judge(below.Issue(Recipe.Client())).AssertRefused(RefusalReason.InvalidCa);
    }

    [Fact]
    public void A_CA_is_no_peer_unless_allowed()
    {
        var recipe = Recipe.Client().With(Extension.Authority()).With(Extension.Usage(0, 5));
        var leaf = _root.Issue(recipe);

        Trial.Of(_root).Judge(leaf).AssertRefused(RefusalReason.InvalidCa);
        Trial.Of(_root).Allowing(allow => allow with { AuthorityAsPeer = true }).Judge(leaf).AssertAccepted();
    }

    [Fact]
    public void A_leaf_has_neither_keyCertSign_nor_name_constraints()
    {
        Trial.Of(_root).Judge(_root.Issue(Recipe.Client().With(Extension.Usage(0, 5)))).AssertRefused(RefusalReason.InvalidCa);
        Trial.Of(_root).Judge(_root.Issue(Recipe.Client().With(Extension.Constraints(["dir:O=Acme"], [])))).AssertRefused(RefusalReason.BadCertificate);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Only_version_3_says_who_is_a_CA(int version)
    {
        var old = Entity.SelfSigned(Recipe.Authority("O=Acme;CN=Old root") with { Version = version });
        var leaf = old.Issue(Recipe.Client());

        Trial.Of(old).Judge(leaf).AssertRefused(RefusalReason.BadCertificate);
        Trial.Of(old).Allowing(allow => allow with { AnchorWithoutBasicConstraints = true }).Judge(leaf).AssertAccepted();
        Trial.Of(_root).Judge(_root.Issue(Recipe.Client() with { Version = version })).AssertRefused(RefusalReason.BadCertificate);
    }

    [Fact]
    public void An_anchor_is_trusted_because_it_is_configured_and_must_be_a_CA_all_the_same()
    {
        var bare = Entity.SelfSigned(Recipe.Authority("O=Acme;CN=Bare").Without(Extension.BasicConstraints).Without(Extension.KeyUsage));
        var noSigner = Entity.SelfSigned(Recipe.Authority("O=Acme;CN=No signer").With(Extension.Usage(6)));

        Trial.Of(bare).Judge(bare.Issue(Recipe.Client())).AssertRefused(RefusalReason.InvalidCa);
        Trial.Of(bare).Allowing(allow => allow with { AnchorWithoutBasicConstraints = true }).Judge(bare.Issue(Recipe.Client())).AssertAccepted();
        Trial.Of(noSigner).Judge(noSigner.Issue(Recipe.Client())).AssertRefused(RefusalReason.InvalidCa);
    }
}
