using System.Reflection;
using Xunit.Abstractions;

namespace MtlsAspire.TestSupport;

/// <summary>
/// Says which command-line tools the tests of a class need, those that it inherits included. Each <see cref="ToolFactAttribute"/>
/// and <see cref="ToolTheoryAttribute"/> of the class is skipped, with the reason, where one of them is missing.
/// </summary>
/// <param name="tools">The tools' names without extension, for example <c>initdb</c>.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsToolsAttribute(params string[] tools) : Attribute
{
    /// <summary>The tools that the tests need.</summary>
    public IReadOnlyList<string> ToolNames { get; } = tools;

    /// <summary>Why the tests of a class cannot run here, or null when nothing is missing.</summary>
    /// <param name="method">A test of the class.</param>
    internal static string? WhyUnavailable(ITestMethod method) =>
        method.TestClass.Class.ToRuntimeType().GetCustomAttribute<NeedsToolsAttribute>() is { } needs ? Tools.WhyUnavailable(needs.ToolNames) : null;
}
