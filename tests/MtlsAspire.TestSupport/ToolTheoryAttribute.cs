using Xunit;
using Xunit.Sdk;

namespace MtlsAspire.TestSupport;

/// <summary>
/// A theory that needs command-line tools; it is skipped, with the reason, where one of them is missing;
/// those of its class (<see cref="NeedsToolsAttribute"/>) count too.
/// </summary>
[XunitTestCaseDiscoverer("MtlsAspire.TestSupport.ToolTheoryDiscoverer", "MtlsAspire.TestSupport")]
[AttributeUsage(AttributeTargets.Method)]
public sealed class ToolTheoryAttribute : TheoryAttribute
{
    /// <summary>Declares what the theory needs.</summary>
    /// <param name="tools">The tools' names without extension, for example <c>openssl</c>.</param>
    public ToolTheoryAttribute(params string[] tools)
    {
        ToolNames = tools;
        Skip = Tools.WhyUnavailable(tools);
    }

    /// <summary>The tools that the theory needs.</summary>
    public IReadOnlyList<string> ToolNames { get; }
}
