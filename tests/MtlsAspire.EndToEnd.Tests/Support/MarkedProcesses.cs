using System.Diagnostics;
using System.Text;

namespace MtlsAspire.EndToEnd.Tests.Support;

/// <summary>Finds the processes that descend from one, also when their parents are gone: by an environment variable that they inherit.</summary>
public sealed class MarkedProcesses
{
    public const string Variable = "MTLSASPIRE_TEST_RUN";

    public string Mark { get; } = Guid.NewGuid().ToString("N");

    /// <summary>The command lines of the live ones.</summary>
    public IReadOnlyList<string> Alive()
    {
        var marker = Encoding.UTF8.GetBytes($"{Variable}={Mark}");
        return [.. Process.GetProcesses().Select(p => CommandLineIfMarked(p.Id, marker)).OfType<string>()];
    }

    private static string? CommandLineIfMarked(int id, byte[] marker)
    {
        try
        {
            return File.ReadAllBytes($"/proc/{id}/environ").AsSpan().IndexOf(marker) >= 0
                ? $"{id}: {File.ReadAllText($"/proc/{id}/cmdline").Replace('\0', ' ')}"
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Ended meanwhile, or not ours.
            return null;
        }
    }
}
