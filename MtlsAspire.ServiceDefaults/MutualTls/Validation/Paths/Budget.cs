namespace MtlsAspire.ServiceDefaults.MutualTls.Validation.Paths;

/// <summary>What one decision may still cost.</summary>
internal sealed class Budget(ValidationLimits limits)
{
    private int _signatureChecks = limits.SignatureChecks;
    private int _nameComparisons = limits.NameComparisons;

    public ValidationLimits Limits => limits;

    /// <exception cref="TooComplexException">There were too many.</exception>
    public void SpendSignatureCheck()
    {
        if (--_signatureChecks < 0) throw new TooComplexException($"more than {limits.SignatureChecks} ways to build a path were tried");
    }

    /// <exception cref="TooComplexException">There were too many.</exception>
    public void SpendNameComparison()
    {
        if (--_nameComparisons < 0) throw new TooComplexException($"more than {limits.NameComparisons} names had to be compared with name constraints");
    }

    /// <exception cref="TooComplexException">There are too many.</exception>
    public void CheckPolicyNodes(int nodes)
    {
        if (nodes > limits.PolicyNodes) throw new TooComplexException($"the policy tree has more than {limits.PolicyNodes} nodes");
    }
}
