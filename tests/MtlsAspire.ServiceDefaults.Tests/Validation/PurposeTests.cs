using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.Tests.Support.Certificates;

namespace MtlsAspire.ServiceDefaults.Tests.Validation;

public sealed class PurposeTests
{
    private readonly Entity _root = Entity.Root();

    [Theory]
    [InlineData(PeerRole.Client, Extension.ClientAuthentication, true)]
    [InlineData(PeerRole.Client, Extension.ServerAuthentication, false)]
    [InlineData(PeerRole.Client, Extension.CodeSigning, false)]
    [InlineData(PeerRole.Server, Extension.ServerAuthentication, true)]
    [InlineData(PeerRole.Server, Extension.ClientAuthentication, false)]
    public void The_leaf_must_be_for_the_role(PeerRole peer, string purpose, bool isAccepted)
    {
        var leaf = _root.Issue(Recipe.Client().With(Extension.Purposes(purpose)));

        Assert.Equal(isAccepted ? "accepted" : "wrong_purpose", (Trial.Of(_root) with { Peer = peer }).Judge(leaf).Code);
    }

    [Fact]
    public void One_purpose_of_several_is_enough()
    {
        var leaf = _root.Issue(Recipe.Client().With(Extension.Purposes(Extension.CodeSigning, Extension.ClientAuthentication)));

        Trial.Of(_root).Judge(leaf).AssertAccepted();
        Trial.Of(_root).Asking(Extension.CodeSigning).Judge(leaf).AssertAccepted();
    }

    [Fact]
    public void No_purpose_at_all_is_none()
    {
        var leaf = _root.Issue(Recipe.Client().Without(Extension.ExtendedKeyUsage));

        Trial.Of(_root).Judge(leaf).AssertRefused(RefusalReason.WrongPurpose);
        Trial.Of(_root).Allowing(allow => allow with { MissingExtendedKeyUsage = true }).Judge(leaf).AssertAccepted();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Any_purpose_is_none(bool besideTheRightOne)
    {
        string[] purposes = besideTheRightOne ? [Extension.ClientAuthentication, Extension.AnyPurpose] : [Extension.AnyPurpose];
        var leaf = _root.Issue(Recipe.Client().With(Extension.Purposes(purposes)));

        Trial.Of(_root).Judge(leaf).AssertRefused(RefusalReason.WrongPurpose);
        Trial.Of(_root).Allowing(allow => allow with { AnyExtendedKeyUsage = true }).Judge(leaf).AssertAccepted();
    }

    [Fact]
    public void A_critical_one_needs_leave()
    {
        var leaf = _root.Issue(Recipe.Client().With(Extension.Purposes(isCritical: true, Extension.ClientAuthentication)));

        Trial.Of(_root).Judge(leaf).AssertRefused(RefusalReason.BadCertificate);
        Trial.Of(_root).Allowing(allow => allow with { CriticalExtendedKeyUsage = true }).Judge(leaf).AssertAccepted();
    }

    [Theory]
    [InlineData(Extension.ClientAuthentication, true)]
    [InlineData(Extension.AnyPurpose, true)]
    [InlineData(Extension.ServerAuthentication, false)]
    public void The_purposes_of_a_CA_bound_those_of_its_leaves(string purpose, bool isAccepted)
    {
        var issuing = _root.IssueAuthority("O=Acme;CN=Issuing", pathLength: null, Extension.Purposes(purpose));
        var leaf = issuing.Issue(Recipe.Client());

        Assert.Equal(isAccepted ? "accepted" : "wrong_purpose", Trial.Of(_root, issuing).Judge(leaf).Code);
        Trial.Of(_root, issuing).Allowing(allow => allow with { ExtendedKeyUsageOfAuthorityIgnored = true }).Judge(leaf).AssertAccepted();
    }

    [Fact]
    public void A_root_has_no_purposes()
    {
        var root = Entity.SelfSigned(Recipe.Authority("O=Acme;CN=Root").With(Extension.Purposes(Extension.ClientAuthentication)));
        var leaf = root.Issue(Recipe.Client());

        Trial.Of(root).Judge(leaf).AssertRefused(RefusalReason.BadCertificate);
        Trial.Of(root).Allowing(allow => allow with { ExtendedKeyUsageInAnchor = true }).Judge(leaf).AssertAccepted();
    }

    [Fact]
    public void The_key_must_be_one_that_signs()
    {
        Trial.Of(_root).Judge(_root.Issue(Recipe.Client().With(Extension.Usage(2)))).AssertRefused(RefusalReason.WrongPurpose);
        Trial.Of(_root).Judge(_root.Issue(Recipe.Client().Without(Extension.KeyUsage))).AssertAccepted();
    }

    [Fact]
    public void Where_no_purpose_is_asked_none_is_looked_at()
    {
        var trial = Trial.Of(_root);
        var options = trial.Options with { Purposes = [] };

        (trial with { Options = options }).Judge(_root.Issue(Recipe.Client().With(Extension.Purposes(Extension.CodeSigning)))).AssertAccepted();
        (trial with { Options = options }).Judge(_root.Issue(Recipe.Client().Without(Extension.ExtendedKeyUsage))).AssertAccepted();
    }
}
