using Xunit;
using Xunit.Sdk;

namespace MtlsAspire.TestSupport;

/// <summary>
/// A fact that needs command-line tools; it is skipped, with the reason, where one of them is missing;
/// those of its class (<see cref="NeedsToolsAttribute"/>) count too.
/// </summary>
[XunitTestCaseDiscoverer("MtlsAspire.TestSupport.ToolFactDiscoverer", "MtlsAspire.TestSupport")]
[AttributeUsage(AttributeTargets.Method)]
public sealed class ToolFactAttribute : FactAttribute
{
    /// <summary>Declares what the fact needs.</summary>
    /// <param name="tools">The tools' names without extension, for example <c>openssl</c>.</param>
    public ToolFactAttribute(params string[] tools)
    {
        ToolNames = tools;
        Skip = Tools.WhyUnavailable(tools);
    }

    /// <summary>The tools that the fact needs.</summary>
    public IReadOnlyList<string> ToolNames { get; }
}
