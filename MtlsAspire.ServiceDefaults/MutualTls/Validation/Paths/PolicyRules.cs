using MtlsAspire.ServiceDefaults.MutualTls.Validation.X509;

namespace MtlsAspire.ServiceDefaults.MutualTls.Validation.Paths;

/// <summary>
/// Certificate policies on the way down a path (RFC 5280, section 6.1), by the policy graph of RFC 9618, which does not
/// grow exponentially as the policy tree does.
/// </summary>
internal sealed class PolicyRules
{
    private readonly CertificatePolicyOptions _options;
    private readonly Budget _budget;

    // The nodes of the current depth by policy; null once no policy is left.
    private Dictionary<string, PolicyNode>? _level;
    private int _nodes = 1;
    private int _explicitPolicy;
    private int _policyMapping;
    private int _inhibitAnyPolicy;

    public PolicyRules(CertificatePolicyOptions options, int pathLength, Budget budget)
    {
        _options = options;
        _budget = budget;
        _level = new Dictionary<string, PolicyNode>(StringComparer.Ordinal) { [Oids.AnyPolicy] = new(Oids.AnyPolicy, []) };
        _explicitPolicy = options.RequireExplicitPolicy ? 0 : pathLength + 1;
        _policyMapping = options.InhibitPolicyMapping ? 0 : pathLength + 1;
        _inhibitAnyPolicy = options.InhibitAnyPolicy ? 0 : pathLength + 1;
    }

    /// <summary>The constraints of a trust anchor hold from the first certificate on (RFC 5937, section 3.2).</summary>
    public void Begin(ParsedCertificate anchor) => Constrain(anchor);

    /// <summary>Section 6.1.3, steps (d) to (f).</summary>
    public Finding? Process(ParsedCertificate certificate, bool isLast)
    {
        if (certificate.Extensions.Policies is { } policies) Advance(policies, certificate, isLast);
        else _level = null;

        return _explicitPolicy > 0 || _level is not null
            ? null
            : Violation($"A policy is required, and certificate {certificate} leaves none.");
    }

    /// <summary>Section 6.1.4, steps (a), (b) and (h) to (j), before the next certificate.</summary>
    public Finding? Prepare(ParsedCertificate certificate)
    {
        if (certificate.Extensions.PolicyMappings is { } mappings)
        {
            if (mappings.Any(mapping => mapping.Issuer == Oids.AnyPolicy || mapping.Subject == Oids.AnyPolicy))
                return Violation($"The CA {certificate} maps anyPolicy, which is forbidden.");
            Map(mappings);
        }

        if (!certificate.IsSelfIssued)
        {
            Decrement(ref _explicitPolicy);
            Decrement(ref _policyMapping);
            Decrement(ref _inhibitAnyPolicy);
        }

        Constrain(certificate);
        return null;
    }

    /// <summary>Section 6.1.5, steps (a), (b) and (g), after the last certificate.</summary>
    public Finding? Finish(ParsedCertificate leaf)
    {
        Decrement(ref _explicitPolicy);
        if (leaf.Extensions.PolicyConstraints?.RequireExplicitPolicy == 0) _explicitPolicy = 0;
        return _explicitPolicy > 0 || IsAcceptable()
            ? null
            : Violation($"None of the policies of certificate {leaf} and its path is acceptable.");
    }

    private static Finding Violation(string explanation) => new(RefusalReason.PolicyViolation, explanation);

    private static void Decrement(ref int counter)
    {
        if (counter > 0) counter--;
    }

    private void Constrain(ParsedCertificate authority)
    {
        var constraints = authority.Extensions.PolicyConstraints;
        _explicitPolicy = Math.Min(_explicitPolicy, constraints?.RequireExplicitPolicy ?? int.MaxValue);
        _policyMapping = Math.Min(_policyMapping, constraints?.InhibitPolicyMapping ?? int.MaxValue);
        _inhibitAnyPolicy = Math.Min(_inhibitAnyPolicy, authority.Extensions.InhibitAnyPolicy ?? int.MaxValue);
    }

    private void Advance(IReadOnlyList<string> policies, ParsedCertificate certificate, bool isLast)
    {
        if (_level is null) return;

        var parentsOf = ParentsByExpectedPolicy(_level);
        var next = new Dictionary<string, PolicyNode>(StringComparer.Ordinal);
        foreach (var policy in policies)
        {
            if (policy == Oids.AnyPolicy) continue;
            if (parentsOf.TryGetValue(policy, out var parents) || parentsOf.TryGetValue(Oids.AnyPolicy, out parents))
                Add(next, new PolicyNode(policy, parents));
        }

        var anyPolicyCounts = _inhibitAnyPolicy > 0 || (!isLast && certificate.IsSelfIssued);
        if (anyPolicyCounts && policies.Contains(Oids.AnyPolicy))
        {
            foreach (var (policy, parents) in parentsOf)
            {
                if (!next.ContainsKey(policy)) Add(next, new PolicyNode(policy, parents));
            }
        }

        _level = next.Count > 0 ? next : null;
    }

    private void Map(IReadOnlyList<(string Issuer, string Subject)> mappings)
    {
        if (_level is null) return;

        foreach (var mapping in mappings.GroupBy(mapping => mapping.Issuer, mapping => mapping.Subject, StringComparer.Ordinal))
        {
            if (_policyMapping == 0)
            {
                _level.Remove(mapping.Key);
                continue;
            }

            if (_level.TryGetValue(mapping.Key, out var node)) node.Expected = [.. mapping];
            else if (_level.TryGetValue(Oids.AnyPolicy, out var any)) Add(_level, new PolicyNode(mapping.Key, any.Parents) { Expected = [.. mapping] });
        }

        if (_level.Count == 0) _level = null;
    }

    private void Add(Dictionary<string, PolicyNode> level, PolicyNode node)
    {
        level.Add(node.Policy, node);
        _budget.CheckPolicyNodes(++_nodes);
    }

    private static Dictionary<string, List<PolicyNode>> ParentsByExpectedPolicy(Dictionary<string, PolicyNode> level)
    {
        var parents = new Dictionary<string, List<PolicyNode>>(StringComparer.Ordinal);
        foreach (var node in level.Values)
        {
            foreach (var policy in node.Expected)
            {
                if (!parents.TryGetValue(policy, out var list)) parents.Add(policy, list = []);
                list.Add(node);
            }
        }

        return parents;
    }

    // A policy of ours counts where the path took it up: at the first node below anyPolicy (RFC 9618, section 5.5).
    private bool IsAcceptable()
    {
        if (_level is null) return false;
        if (_options.Acceptable.Count == 0 || _options.Acceptable.Contains(Oids.AnyPolicy) || _level.ContainsKey(Oids.AnyPolicy)) return true;

        var visited = new HashSet<PolicyNode>();
        var pending = new Stack<PolicyNode>(_level.Values);
        while (pending.TryPop(out var node))
        {
            if (!visited.Add(node) || node.Policy == Oids.AnyPolicy) continue;
            if (node.Parents.Any(parent => parent.Policy == Oids.AnyPolicy) && _options.Acceptable.Contains(node.Policy)) return true;
            foreach (var parent in node.Parents) pending.Push(parent);
        }

        return false;
    }
}
