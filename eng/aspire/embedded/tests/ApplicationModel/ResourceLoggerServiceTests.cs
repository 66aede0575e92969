using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;

namespace Embedded.Aspire.Tests.ApplicationModel;

public sealed class ResourceLoggerServiceTests : IDisposable
{
    private static readonly string[] FirstAndSecond = ["first", "second"];
    private readonly ResourceLoggerService _loggers = new() { TimeProvider = new FixedTime() };

    public void Dispose() => _loggers.Dispose();

    [Fact]
    public async Task Log_messages_are_lines_with_a_timestamp_and_errors_are_marked()
    {
        var logger = _loggers.GetLogger(new TestResource("web", new ResourceInstanceAnnotation("web-abcdefgh")));

        logger.LogInformation("Hello {Name}", "world");
        logger.LogError(new TimeoutException("too late"), "Bad");

        var lines = await AllAsync("web-abcdefgh");
        Assert.Equal(new LogLine(1, "2026-01-31T10:00:00.123Z Hello world", IsErrorMessage: false), lines[0]);
        Assert.True(lines[1].IsErrorMessage);
        Assert.StartsWith("2026-01-31T10:00:00.123Z Bad\nSystem.TimeoutException: too late", lines[1].Content, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2025-12-24T18:00:00Z ho ho ho", "2025-12-24T18:00:00Z ho ho ho")]
    [InlineData("2025-12-24T18:00:00.1234567Z ho", "2025-12-24T18:00:00.1234567Z ho")]
    [InlineData("2025-12-24T18:00:00.123+01:00 ho", "2025-12-24T18:00:00.123+01:00 ho")]
    [InlineData("plain text", "2026-01-31T10:00:00.123Z plain text")]
    [InlineData("", "2026-01-31T10:00:00.123Z ")]
    public async Task Console_lines_keep_a_timestamp_of_their_own(string written, string expected)
    {
        _loggers.AddConsoleLine("web", written, isError: true);

        Assert.Equal(new LogLine(1, expected, IsErrorMessage: true), Assert.Single(await AllAsync("web")));
    }

    [Fact]
    public async Task A_follower_gets_the_backlog_then_new_lines_then_the_end()
    {
        _loggers.AddConsoleLine("web", "first", isError: false);
        await using var following = _loggers.WatchAsync("web").GetAsyncEnumerator(ObservableModel.Soon);
        Assert.True(await following.MoveNextAsync());
        Assert.Equal(1, Assert.Single(following.Current).LineNumber);

        _loggers.AddConsoleLine("web", "second", isError: false);
        Assert.True(await following.MoveNextAsync());
        Assert.Equal(2, Assert.Single(following.Current).LineNumber);

        _loggers.Complete("web");
        Assert.False(await following.MoveNextAsync());
    }

    [Fact]
    public async Task A_completed_log_keeps_its_lines_and_takes_no_more()
    {
        _loggers.AddConsoleLine("web", "first", isError: false);
        _loggers.Complete("web");

        _loggers.AddConsoleLine("web", "second", isError: false);

        Assert.Single(await _loggers.WatchAsync("web").SelectMany(lines => lines).ToListAsync(ObservableModel.Soon));
        Assert.Single(await AllAsync("web"));
    }

    [Fact]
    public async Task The_backlog_holds_the_last_ten_thousand_lines()
    {
        for (var number = 1; number <= 10_005; number++)
        {
            _loggers.AddConsoleLine("web", $"line {number}", isError: false);
        }

        var lines = await AllAsync("web");
        Assert.Equal(10_000, lines.Count);
        Assert.Equal(6, lines[0].LineNumber);
        Assert.EndsWith("line 6", lines[0].Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cleared_backlog_is_not_replayed()
    {
        _loggers.AddConsoleLine("web", "first", isError: false);

        _loggers.ClearBacklog("web");
        _loggers.AddConsoleLine("web", "second", isError: false);

        Assert.EndsWith("second", Assert.Single(await AllAsync("web")).Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_reader_and_the_departure_of_the_last_one_are_told()
    {
        await using var watching = _loggers.WatchAnySubscribersAsync(ObservableModel.Soon).GetAsyncEnumerator();
        var next = watching.MoveNextAsync();
        _loggers.AddConsoleLine("web", "first", isError: false);
        var reading = _loggers.WatchAsync("web").GetAsyncEnumerator(ObservableModel.Soon);
        await reading.MoveNextAsync();
        Assert.True(await next);
        Assert.Equal(new LogSubscriber("web", AnySubscribers: true), watching.Current);

        await reading.DisposeAsync();

        Assert.True(await watching.MoveNextAsync());
        Assert.Equal(new LogSubscriber("web", AnySubscribers: false), watching.Current);
    }

    [Fact]
    public async Task Concurrent_writers_lose_nothing_and_every_line_has_its_number()
    {
        var following = _loggers.WatchAsync("web").SelectMany(lines => lines).Take(2000).ToListAsync(ObservableModel.Soon);

        await Parallel.ForEachAsync(FirstAndSecond, (writer, _) =>
        {
            for (var number = 0; number < 1000; number++)
            {
                _loggers.AddConsoleLine("web", $"{writer} {number}", isError: false);
            }

            return ValueTask.CompletedTask;
        });

        Assert.Equal(Enumerable.Range(1, 2000), (await following).Select(line => line.LineNumber));
    }

    private ValueTask<List<LogLine>> AllAsync(string id) => _loggers.GetAllAsync(id).SelectMany(lines => lines).ToListAsync();

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 1, 31, 10, 0, 0, 123, TimeSpan.Zero);
    }
}
