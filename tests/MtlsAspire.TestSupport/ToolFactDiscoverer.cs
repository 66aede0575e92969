using Xunit.Abstractions;
using Xunit.Sdk;

namespace MtlsAspire.TestSupport;

/// <summary>Finds the facts of a class, and skips them where a tool is missing that the class needs.</summary>
/// <param name="diagnostics">Where xunit writes diagnostics.</param>
public sealed class ToolFactDiscoverer(IMessageSink diagnostics) : FactDiscoverer(diagnostics)
{
    /// <inheritdoc/>
    protected override IXunitTestCase CreateTestCase(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        NeedsToolsAttribute.WhyUnavailable(testMethod) is { } reason
            ? new XunitSkippedDataRowTestCase(
                DiagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod, reason)
            : base.CreateTestCase(discoveryOptions, testMethod, factAttribute);
}
