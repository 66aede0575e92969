using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.TestSupport;

namespace MtlsAspire.ServiceDefaults.Tests.MutualTls;

/// <summary>The troubleshooting page knows each reason, and no other.</summary>
public sealed class HandshakeFailuresPageTests
{
    [Fact]
    public void Every_reason_is_in_the_page_once()
    {
        var codes = File.ReadLines(Repository.PathOf("docs", "handshake-failures.md"))
            .SkipWhile(line => line != "## Reasons")
            .Skip(1)
            .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('`')[1]);

        Assert.Equal(Enum.GetValues<RefusalReason>().Select(reason => reason.Code()).Order(StringComparer.Ordinal), codes.Order(StringComparer.Ordinal));
    }
}
