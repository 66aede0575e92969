using System.Globalization;

namespace MtlsAspire.Comparison.Servers;

/// <summary>What processes have used of the CPU, by the kernel's books (proc(5)).</summary>
internal static class ProcessCpu
{
    // USER_HZ: 100 on every Linux that .NET runs on.
    private const double TicksPerSecond = 100;

    // Fields of /proc/PID/stat after the name, which may hold anything: state is 0, ppid 1, utime 11, stime 12, rss 21.
    private const int ParentField = 1;
    private const int UserField = 11;
    private const int SystemField = 12;
    private const int ResidentField = 21;

    /// <summary>CPU time, in user and kernel mode, of a process and of its children that live.</summary>
    public static TimeSpan Of(int processId) => TimeSpan.FromSeconds(
        Family(processId).Sum(fields => Number(fields[UserField]) + Number(fields[SystemField])) / TicksPerSecond);

    /// <summary>What a process and its children hold in memory (resident sets), in bytes.</summary>
    public static long MemoryOf(int processId) => Family(processId).Sum(fields => Number(fields[ResidentField])) * Environment.SystemPageSize;

    private static long Number(string field) => long.Parse(field, CultureInfo.InvariantCulture);

    private static IEnumerable<string[]> Family(int processId)
    {
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), CultureInfo.InvariantCulture, out var id)
                && Fields(id) is { } fields
                && (id == processId || Number(fields[ParentField]) == processId))
            {
                yield return fields;
            }
        }
    }

    private static string[]? Fields(int processId)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{processId}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return null;
        }
    }
}
