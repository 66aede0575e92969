using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.Tests.Support.Certificates;

namespace MtlsAspire.ServiceDefaults.Tests.Validation;

public sealed class PathBuildingTests
{
    private readonly Entity _root = Entity.Root();

    [Fact]
    public void A_leaf_of_the_anchor_itself_is_accepted()
    {
        var leaf = _root.Issue(Recipe.Client());

        var verdict = Trial.Of(_root).Judge(leaf);

        verdict.AssertAccepted();
        Assert.Equal([leaf.Certificate, _root.Certificate], verdict.Path.Select(certificate => certificate.ToArray()));
        Assert.Empty(verdict.Warnings);
    }

    [Fact]
    public void The_intermediate_may_be_sent_or_known()
    {
        var issuing = _root.IssueAuthority("O=Acme;CN=Issuing");
        var leaf = issuing.Issue(Recipe.Client());

        Trial.Of(_root, issuing).Judge(leaf).AssertAccepted();
        (Trial.Of(_root) with { Known = [issuing] }).Judge(leaf).AssertAccepted();
        Trial.Of(_root).Judge(leaf).AssertRefused(RefusalReason.IncompleteChain);
    }

    [Fact]
    public void What_is_sent_may_be_in_any_order_and_hold_what_is_not_needed()
    {
        var first = _root.IssueAuthority("O=Acme;CN=First");
        var second = first.IssueAuthority("O=Acme;CN=Second");
        var leaf = second.Issue(Recipe.Client());
        var stranger = Entity.Root("O=Other;CN=Root");

        Trial.Of(_root, _root, stranger, leaf, first, second, second).Judge(leaf).AssertAccepted();
    }

    [Fact]
    public void An_intermediate_that_is_configured_is_an_anchor()
    {
        var issuing = _root.IssueAuthority("O=Acme;CN=Issuing");

        Trial.Of(issuing, _root).Judge(issuing.Issue(Recipe.Client())).AssertAccepted();
        // ... and gives no trust to what is above it.
        Trial.Of(issuing, _root).Judge(_root.Issue(Recipe.Client())).AssertRefused(RefusalReason.UnknownCa);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_good_path_is_found_behind_a_bad_one(bool badFirst)
    {
        var other = Entity.Root("O=Acme;CN=Other root");
        var good = _root.IssueAuthority("O=Acme;CN=Issuing");
        var expired = other.Issue(Recipe.Authority("O=Acme;CN=Issuing") with { Key = good.Key, NotAfter = StandingClock.Noon.AddDays(-1) });
        var notForUs = good.CertifiedBy(other, Extension.Constraints(["dir:O=Others"], []));
        var leaf = good.Issue(Recipe.Client());
        Entity[] sent = badFirst ? [expired, notForUs, good] : [good, notForUs, expired];

        (Trial.Of(_root, sent) with { Anchors = [other, _root] }).Judge(leaf).AssertAccepted();
        (Trial.Of(other, expired)).Judge(leaf).AssertRefused(RefusalReason.CertificateExpired);
        (Trial.Of(other, notForUs)).Judge(leaf).AssertRefused(RefusalReason.NameConstraintsViolated);
    }

    [Fact]
    public void CAs_that_certify_each_other_lead_to_the_anchor_and_not_in_circles()
    {
        var a = Entity.Root("O=Acme;CN=A");
        var b = Entity.Root("O=Acme;CN=B");
        var aByB = a.CertifiedBy(b);
        var bByA = b.CertifiedBy(a);
        var aByRoot = a.CertifiedBy(_root);
        var leaf = b.Issue(Recipe.Client());

        Trial.Of(_root, aByB, bByA, aByRoot).Judge(leaf).AssertAccepted();
        Trial.Of(_root, aByB, bByA).Judge(leaf).AssertRefused(RefusalReason.UnknownCa);
    }

    [Fact]
    public void A_root_changes_its_key_with_both_trusted_and_with_cross_signing()
    {
        var newRoot = Entity.Root();
        var newByOld = newRoot.CertifiedBy(_root);
        var leaf = newRoot.Issue(Recipe.Client());

        Trial.Of(_root, newByOld).Judge(leaf).AssertAccepted();
        (Trial.Of(_root) with { Anchors = [_root, newRoot] }).Judge(leaf).AssertAccepted();
        Trial.Of(newRoot).Judge(leaf).AssertAccepted();
        Trial.Of(_root).Judge(leaf).AssertRefused(RefusalReason.UnknownCa);
    }

    [Fact]
    public void Names_chain_whatever_their_case_white_space_and_kind_of_string()
    {
        var leaf = _root.Issue(Recipe.Client() with { Issuer = "O=ACME;CN=  rOOt " });

        Trial.Of(_root).Judge(leaf).AssertAccepted();
        Assert.False(Trial.Of(_root).Judge(_root.Issue(Recipe.Client() with { Issuer = "CN=Root;O=Acme" })).IsAccepted);
    }

    [Fact]
    public void A_stranger_is_unknown_in_every_shape()
    {
        var strangeRoot = Entity.Root("O=Strangers;CN=Root");
        var strangeIssuing = strangeRoot.IssueAuthority("O=Strangers;CN=Issuing");
        var leaf = strangeIssuing.Issue(Recipe.Client());

        Trial.Of(_root).Judge(leaf).AssertRefused(RefusalReason.UnknownCa);
        Trial.Of(_root, strangeIssuing).Judge(leaf).AssertRefused(RefusalReason.UnknownCa);
        Trial.Of(_root, strangeIssuing, strangeRoot).Judge(leaf).AssertRefused(RefusalReason.UnknownCa);
        Trial.Of(_root).Judge(Entity.SelfSigned(Recipe.Client())).AssertRefused(RefusalReason.UnknownCa);
    }

    [Fact]
    public void A_chain_that_was_sent_up_to_a_stranger_of_our_own_organization_is_not_called_incomplete()
    {
        var otherRoot = Entity.Root("O=Acme;CN=Rehearsal root");
        var otherIssuing = otherRoot.IssueAuthority("O=Acme;CN=Rehearsal issuing");

        Trial.Of(_root, otherIssuing).Judge(otherIssuing.Issue(Recipe.Client())).AssertRefused(RefusalReason.UnknownCa);
    }

    [Fact]
    public void A_missing_intermediate_whose_list_we_hold_is_told_from_a_stranger()
    {
        var issuing = _root.IssueAuthority("O=Elsewhere;CN=Issuing");
        var trial = Trial.Of(_root) with { Lists = [issuing.SignList(new ListRecipe())] };

        trial.Judge(issuing.Issue(Recipe.Client())).AssertRefused(RefusalReason.IncompleteChain);
        (trial with { Lists = [] }).Judge(issuing.Issue(Recipe.Client())).AssertRefused(RefusalReason.UnknownCa);
    }

    [Fact]
    public void A_forger_who_knows_the_names_and_key_identifiers_has_a_bad_signature()
    {
        var forger = Entity.Root();
        var leaf = forger.Issue(Recipe.Client().With(Extension.AuthorityKey(_root.Identifier)));

        Trial.Of(_root).Judge(leaf).AssertRefused(RefusalReason.BadSignature);
        // With key identifiers of its own it is another CA of the same name.
        Trial.Of(_root).Judge(forger.Issue(Recipe.Client())).AssertRefused(RefusalReason.UnknownCa);
    }

    [Fact]
    public void A_changed_octet_anywhere_in_what_is_signed_is_noticed()
    {
        var leaf = _root.Issue(Recipe.Client());
        var validator = Trial.Of(_root).Validator;
        for (var index = 0; index < leaf.Certificate.Length; index++)
        {
            var changed = leaf.Certificate.ToArray();
            changed[index] ^= 0x01;

            Assert.False(validator.Validate(changed, [], expectedName: null).IsAccepted, $"octet {index}");
        }

        validator.Validate(leaf.Certificate, [], expectedName: null).AssertAccepted();
    }

    [Fact]
    public void No_certificate_is_a_missing_one()
    {
        var verdict = Trial.Of(_root).Validator.Validate(ReadOnlyMemory<byte>.Empty, [], expectedName: null);

        verdict.AssertRefused(RefusalReason.CertificateMissing);
    }

    [Fact]
    public void A_pinned_leaf_needs_leave_to_be_its_own_anchor()
    {
        var pinned = Entity.SelfSigned(Recipe.Client());
        var trial = Trial.Of(pinned);

        trial.Judge(pinned).AssertRefused(RefusalReason.UnknownCa);
        var allowing = trial.Allowing(allow => allow with { AnchorAsPeer = true });
        allowing.Judge(pinned).AssertAccepted();
        allowing.Clock.Now = Recipe.End.AddDays(1);
        allowing.Judge(pinned).AssertRefused(RefusalReason.CertificateExpired);
    }

    [Fact]
    public void What_went_furthest_is_told()
    {
        var otherRoot = Entity.Root("O=Other;CN=Root");
        var issuing = _root.IssueAuthority("O=Acme;CN=Issuing");
        var byOther = issuing.CertifiedBy(otherRoot);
        var leaf = issuing.Issue(Recipe.Client() with { NotAfter = StandingClock.Noon.AddDays(-1) });

        // One path ends at a stranger, the other is too late: the latter says more.
        Trial.Of(_root, byOther, issuing).Judge(leaf).AssertRefused(RefusalReason.CertificateExpired);
    }
}
