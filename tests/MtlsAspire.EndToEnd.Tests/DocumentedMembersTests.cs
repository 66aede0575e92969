using System.Text.RegularExpressions;
using MtlsAspire.EndToEnd.Tests.Support;
using MtlsAspire.TestSupport;

namespace MtlsAspire.EndToEnd.Tests;

/// <summary>docs/embedded-aspire.md lists every member of the official packages that the solution uses; this keeps it true.</summary>
public sealed partial class DocumentedMembersTests
{
    [Fact]
    public void The_documentation_lists_every_member_that_is_used_and_no_other()
    {
        var used = new[] { "MtlsAspire.AppHost", "MtlsAspire.EndToEnd.Tests", "MtlsAspire.Server", "MtlsAspire.ServiceDefaults" }
            .SelectMany(project => UsedMembers.Of(Repository.Assembly(project)))
            .ToHashSet();

        Assert.Equal(used.Order(), Documented().Order());
    }

    private static IEnumerable<string> Documented() =>
        from line in File.ReadLines(Path.Combine(Repository.Root, "docs", "embedded-aspire.md"))
        where line.StartsWith("- `", StringComparison.Ordinal) && line.Contains("`: `", StringComparison.Ordinal)
        let names = CodeSpan().Matches(line).Select(m => m.Groups["code"].Value).ToArray()
        from member in names.Skip(1)
        select $"{names[0]}.{member}";

    [GeneratedRegex("`(?<code>[^`]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CodeSpan();
}
