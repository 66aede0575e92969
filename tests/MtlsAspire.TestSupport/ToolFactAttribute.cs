using Xunit;

namespace MtlsAspire.TestSupport;

/// <summary>A fact that needs command-line tools; it is skipped, with the reason, where one of them is not on the <c>PATH</c>.</summary>
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
