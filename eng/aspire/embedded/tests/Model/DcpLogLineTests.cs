using Aspire.Hosting.Orchestration;

namespace Embedded.Aspire.Tests.Model;

public sealed class DcpLogLineTests
{
    [Fact]
    public void A_remark_of_DCP_is_shown_with_its_reason()
    {
        var line = DcpLogLine.TryParse("2026-01-31T10:00:00.123Z\terror\tdcp.exe\tFailed to start\t{\"Cmd\":\"/nope\",\"error\":\"no such file\"}");

        Assert.Equal("2026-01-31T10:00:00.123Z [sys] Failed to start: no such file", line?.ToString());
        Assert.True(line?.IsError);
    }

    [Theory]
    [InlineData("t\tinfo\tc\tStarting", "t [sys] Starting")]
    [InlineData("t\tinfo\tc\tStarting\tnot JSON", "t [sys] Starting")]
    [InlineData("t\tinfo\tc\tStarting\t{}", "t [sys] Starting")]
    public void Details_may_be_missing_or_broken(string text, string expected)
    {
        var line = DcpLogLine.TryParse(text);

        Assert.Equal(expected, line?.ToString());
        Assert.False(line?.IsError);
    }

    [Fact]
    public void Anything_else_is_no_remark() => Assert.Null(DcpLogLine.TryParse("just text"));
}
