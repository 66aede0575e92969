using System.Text.RegularExpressions;
using MtlsAspire.TestSupport;

namespace MtlsAspire.EndToEnd.Tests;

/// <summary>docs/coverage.md names the tests that prove each step; this keeps it true.</summary>
public sealed partial class CoveragePageTests
{
    [Fact]
    public void Every_test_that_the_page_names_exists()
    {
        var sources = string.Join('\n', Directory.EnumerateFiles(Repository.PathOf("tests"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));
        var declared = Declaration().Matches(sources).Select(match => match.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);
        var named = TestName().Matches(File.ReadAllText(Repository.PathOf("docs", "coverage.md"))).Select(match => match.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);

        Assert.True(named.Count > 50, $"only {named.Count} tests are named");
        Assert.Empty(named.Except(declared, StringComparer.Ordinal));
    }

    // A class of tests, or a test, which has underscores in its name.
    [GeneratedRegex("`(?<name>[A-Z][A-Za-z0-9]*Tests|[A-Z][A-Za-z0-9]*_[A-Za-z0-9_]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TestName();

    [GeneratedRegex(@"\b(class|Task|void) (?<name>[A-Z]\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Declaration();
}
