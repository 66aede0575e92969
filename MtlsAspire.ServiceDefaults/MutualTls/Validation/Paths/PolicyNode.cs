namespace MtlsAspire.ServiceDefaults.MutualTls.Validation.Paths;

/// <summary>A node of the policy graph (RFC 9618, section 5.1).</summary>
internal sealed class PolicyNode(string policy, IReadOnlyList<PolicyNode> parents)
{
    /// <summary>valid_policy.</summary>
    public string Policy { get; } = policy;

    /// <summary>expected_policy_set.</summary>
    public HashSet<string> Expected { get; set; } = [policy];

    public IReadOnlyList<PolicyNode> Parents { get; } = parents;
}
