using System.Diagnostics;

namespace Embedded.Aspire.Tests.Dcp;

/// <summary>Waits for what happens in other processes, where there is nothing to await.</summary>
internal static class Eventually
{
    /// <summary>Generous: tests run on busy machines.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    public static Task TrueAsync(Func<bool> condition, string what, TimeSpan? deadline = null) =>
        TrueAsync(() => Task.FromResult(condition()), what, deadline);

    public static async Task TrueAsync(Func<Task<bool>> condition, string what, TimeSpan? deadline = null)
    {
        var limit = deadline ?? Deadline;
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < limit, $"Within {limit.TotalSeconds} s this has not become true: {what}.");
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }

    public static Task GoneAsync(long processId, TimeSpan? deadline = null) =>
        TrueAsync(() => !IsRunning(processId), $"process {processId} is gone", deadline);

    /// <summary>Whether the process exists. One that has ended, but has not been reaped, does not count.</summary>
    public static bool IsRunning(long processId)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{processId}/stat"); // "pid (name) state ..."
            return stat[(stat.LastIndexOf(')') + 2)..][0] != 'Z';
        }
        catch (IOException)
        {
            return false;
        }
    }
}
