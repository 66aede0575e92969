using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.ServiceDefaults.MutualTls.Validation;
using MtlsAspire.Tests.Support.Certificates;

namespace MtlsAspire.ServiceDefaults.Tests.Validation;

/// <summary>Certificate policies: the processing of RFC 5280, section 6.1.</summary>
public sealed class PolicyTests
{
    private const string Gold = "1.3.6.1.4.1.99999.10.1";
    private const string Silver = "1.3.6.1.4.1.99999.10.2";
    private const string Theirs = "1.3.6.1.4.1.99999.20.1";
    private const string Any = "2.5.29.32.0";

    private readonly Entity _root = Entity.Root();

    [Theory]
    [InlineData(Gold, Gold, true)]
    [InlineData(Gold, Silver, false)]
    [InlineData(Any, Gold, true)]
    [InlineData(Gold, Any, true)]
    [InlineData(Any, Any, true)]
    [InlineData(null, Gold, false)]
    [InlineData(Gold, null, false)]
    public void A_policy_must_run_through_the_whole_path(string? ofAuthority, string? ofLeaf, bool isAccepted)
    {
        var issuing = Authority(ofAuthority);
        var trial = Trial.Of(_root, issuing);

        Assert.Equal(Code(isAccepted), Demanding(trial).Judge(issuing.Issue(Leaf(ofLeaf))).Code);
        // Where none is demanded, none is needed.
        trial.Judge(issuing.Issue(Leaf(ofLeaf))).AssertAccepted();
    }

    [Theory]
    [InlineData(Gold, true)]
    [InlineData(Silver, false)]
    [InlineData(Any, true)]
    public void It_must_be_one_of_those_that_are_acceptable(string acceptable, bool isAccepted)
    {
        var issuing = Authority(Gold);

        Assert.Equal(Code(isAccepted), Demanding(Trial.Of(_root, issuing), acceptable).Judge(issuing.Issue(Leaf(Gold))).Code);
    }

    [Fact]
    public void A_CA_may_demand_a_policy_of_those_below()
    {
        var demanding = Authority(Gold, Extension.PolicyLimits(requireExplicit: 0));

        Trial.Of(_root, demanding).Judge(demanding.Issue(Leaf(Gold))).AssertAccepted();
        Trial.Of(_root, demanding).Judge(demanding.Issue(Leaf(policy: null))).AssertRefused(RefusalReason.PolicyViolation);

        var later = Authority(Gold, Extension.PolicyLimits(requireExplicit: 5));
        Trial.Of(_root, later).Judge(later.Issue(Leaf(policy: null))).AssertAccepted();
    }

    [Fact]
    public void A_policy_may_be_mapped_to_that_of_another_organization()
    {
        var mapping = Authority(Gold, Extension.Mappings((Gold, Theirs)));
        var trial = Demanding(Trial.Of(_root, mapping), Gold);

        trial.Judge(mapping.Issue(Leaf(Theirs))).AssertAccepted();
        trial.Judge(mapping.Issue(Leaf(Gold))).AssertRefused(RefusalReason.PolicyViolation);
        Inhibiting(trial).Judge(mapping.Issue(Leaf(Theirs))).AssertRefused(RefusalReason.PolicyViolation);

        static Trial Inhibiting(Trial trial) => trial with
        {
            Options = trial.Options with { Policies = trial.Options.Policies with { InhibitPolicyMapping = true } },
        };
    }

    [Fact]
    public void AnyPolicy_is_never_mapped()
    {
        var mapping = Authority(Any, Extension.Mappings((Any, Theirs)));

        Trial.Of(_root, mapping).Judge(mapping.Issue(Leaf(Theirs))).AssertRefused(RefusalReason.PolicyViolation);
    }

    [Fact]
    public void AnyPolicy_can_be_inhibited()
    {
        var issuing = Authority(Gold, Extension.NoAnyPolicy());

        Demanding(Trial.Of(_root, issuing)).Judge(issuing.Issue(Leaf(Gold))).AssertAccepted();
        Demanding(Trial.Of(_root, issuing)).Judge(issuing.Issue(Leaf(Any))).AssertRefused(RefusalReason.PolicyViolation);

        var free = Authority(Gold);
        var trial = Demanding(Trial.Of(_root, free));
        var options = trial.Options with { Policies = trial.Options.Policies with { InhibitAnyPolicy = true } };
        trial.Judge(free.Issue(Leaf(Any))).AssertAccepted();
        (trial with { Options = options }).Judge(free.Issue(Leaf(Any))).AssertRefused(RefusalReason.PolicyViolation);
    }

    [Fact]
    public void Constraints_on_policies_must_be_critical_unless_allowed()
    {
        foreach (var extension in (Extension[])[Extension.PolicyLimits(requireExplicit: 3, isCritical: false), Extension.NoAnyPolicy(3, isCritical: false)])
        {
            var issuing = Authority(Gold, extension);

            Trial.Of(_root, issuing).Judge(issuing.Issue(Leaf(Gold))).AssertRefused(RefusalReason.BadCertificate);
            Trial.Of(_root, issuing).Allowing(allow => allow with { NonCriticalPolicyConstraints = true }).Judge(issuing.Issue(Leaf(Gold))).AssertAccepted();
        }
    }

    [Fact]
    public void A_tree_that_would_grow_exponentially_costs_little()
    {
        // Each CA maps each policy to all; as a tree this has 20^8 leaves, as a graph 160 nodes.
        string[] policies = [.. Enumerable.Range(1, 20).Select(number => $"1.3.6.1.4.1.99999.30.{number}")];
        var mappings = policies.SelectMany(issuer => policies.Select(subject => (issuer, subject))).ToArray();
        var sent = new List<Entity>();
        for (var depth = 0; depth < 8; depth++)
        {
            sent.Add((depth == 0 ? _root : sent[^1]).IssueAuthority(
                $"O=Acme;CN=Depth {depth}", pathLength: null, Extension.PolicyList(policies), Extension.Mappings(mappings)));
        }

        Demanding(Trial.Of(_root, [.. sent])).Judge(sent[^1].Issue(Leaf(policies[7]))).AssertAccepted();
    }

    private static string Code(bool isAccepted) => isAccepted ? "accepted" : "policy_violation";

    private static Trial Demanding(Trial trial, params string[] acceptable) => trial with
    {
        Options = trial.Options with { Policies = new CertificatePolicyOptions { RequireExplicitPolicy = true, Acceptable = acceptable } },
    };

    private static Recipe Leaf(string? policy) => policy is null ? Recipe.Client() : Recipe.Client().With(Extension.PolicyList(policy));

    private Entity Authority(string? policy, params Extension[] extensions) => _root.IssueAuthority(
        "O=Acme;CN=Issuing", pathLength: null, policy is null ? extensions : [Extension.PolicyList(policy), .. extensions]);
}
