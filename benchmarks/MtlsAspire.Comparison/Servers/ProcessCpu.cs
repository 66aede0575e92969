using System.Globalization;

namespace MtlsAspire.Comparison.Servers;

/// <summary>What processes have used of the CPU, by the kernel's books (proc(5)).</summary>
internal static class ProcessCpu
{
    // USER_HZ: 100 on every Linux that .NET runs on.
    private const double TicksPerSecond = 100;

    // Fields of /proc/PID/stat after the name, which may hold anything: state is 0, ppid 1, utime 11, stime 12.
    private const int ParentField = 1;
    private const int UserField = 11;
    private const int SystemField = 12;

    /// <summary>CPU time, in user and kernel mode, of a process and of its children that live.</summary>
    public static TimeSpan Of(int processId)
    {
        var ticks = 0L;
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(directory), CultureInfo.InvariantCulture, out var id) || Fields(id) is not { } fields) continue;
            if (id == processId || int.Parse(fields[ParentField], CultureInfo.InvariantCulture) == processId)
                ticks += long.Parse(fields[UserField], CultureInfo.InvariantCulture) + long.Parse(fields[SystemField], CultureInfo.InvariantCulture);
        }

        return TimeSpan.FromSeconds(ticks / TicksPerSecond);
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
