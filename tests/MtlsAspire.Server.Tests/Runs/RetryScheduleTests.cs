using MtlsAspire.Server.Runs;

namespace MtlsAspire.Server.Tests.Runs;

/// <summary>What the next box refuses is tried ever more rarely, and each result by itself.</summary>
public sealed class RetryScheduleTests
{
    private static readonly DateTimeOffset Created = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly RetrySchedule _schedule = new();

    [Fact]
    public void The_wait_doubles_with_each_refusal_up_to_an_hour()
    {
        var now = Created + TimeSpan.FromSeconds(2);
        var waits = new List<double>();
        for (var refusal = 0; refusal < 14; refusal++)
        {
            _schedule.Refused("a", Created, now);
            var wait = TimeSpan.Zero;
            while (!_schedule.IsDue("a", now + wait)) wait += TimeSpan.FromSeconds(1);
            waits.Add(wait.TotalSeconds);
            now += wait;
        }

        Assert.Equal([2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 3600, 3600, 3600], waits);
    }

    [Fact]
    public void A_refused_result_does_not_hold_up_others_and_nothing_is_left_of_one_that_got_there()
    {
        var now = Created + TimeSpan.FromMinutes(1);
        _schedule.Refused("a", Created, now);

        Assert.True(_schedule.IsDue("b", now));
        Assert.False(_schedule.IsDue("a", now));
        _schedule.Delivered("a");
        Assert.True(_schedule.IsDue("a", now));
    }
}
