using Xunit.Abstractions;
using Xunit.Sdk;

namespace MtlsAspire.TestSupport;

/// <summary>Finds the theories of a class, and skips them where a tool is missing that the class needs.</summary>
/// <param name="diagnostics">Where xunit writes diagnostics.</param>
public sealed class ToolTheoryDiscoverer(IMessageSink diagnostics) : TheoryDiscoverer(diagnostics)
{
    /// <inheritdoc/>
    public override IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo theoryAttribute) =>
        NeedsToolsAttribute.WhyUnavailable(testMethod) is { } reason
            ? CreateTestCasesForSkip(discoveryOptions, testMethod, theoryAttribute, reason)
            : base.Discover(discoveryOptions, testMethod, theoryAttribute);
}
