using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;

namespace Embedded.Aspire.Tests.Dashboard;

public sealed class ConsoleLogBatchesTests
{
    private const int Limit = ConsoleLogBatches.MaximumCharacters;

    [Fact]
    public void No_lines_make_no_message() => Assert.Empty(ConsoleLogBatches.Pack([]));

    [Fact]
    public void Few_lines_make_one_message()
    {
        var reply = Assert.Single(ConsoleLogBatches.Pack([new LogLine(1, "a", IsErrorMessage: false), new LogLine(2, "b", IsErrorMessage: true)]));

        Assert.Equal([(1, "a", false), (2, "b", true)], reply.Lines.Select(line => (line.LineNumber, line.Text, line.IsError)));
    }

    [Fact]
    public void Lines_that_do_not_fit_go_into_the_next_message()
    {
        var half = new string('x', Limit / 2);

        var replies = ConsoleLogBatches.Pack(Enumerable.Range(1, 5).Select(number => new LogLine(number, half, IsErrorMessage: false))).ToList();

        Assert.Equal([2, 2, 1], replies.Select(reply => reply.Lines.Count));
        Assert.Equal(Enumerable.Range(1, 5), replies.SelectMany(reply => reply.Lines).Select(line => line.LineNumber));
    }

    [Fact]
    public void A_line_longer_than_a_message_is_cut_off()
    {
        var replies = ConsoleLogBatches.Pack(
            [new LogLine(1, new string('x', Limit + 1), IsErrorMessage: false), new LogLine(2, "b", IsErrorMessage: false)]).ToList();

        Assert.Equal([Limit, 1], replies.Select(reply => Assert.Single(reply.Lines).Text.Length));
    }

    [Fact]
    public void The_largest_message_is_below_the_limit_of_the_dashboard()
    {
        var replies = ConsoleLogBatches.Pack([new LogLine(1, new string('\u20AC', Limit), IsErrorMessage: false)]);

        Assert.InRange(Assert.Single(replies).CalculateSize(), Limit, 16 * 1024 * 1024);
    }
}
