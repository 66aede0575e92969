using System.Diagnostics;
using Xunit;

namespace MtlsAspire.TestSupport;

/// <summary>A fact that needs Python with the package <c>requests</c>; it is skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PythonRequestsFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Found = new(Find);

    /// <summary>Declares the need.</summary>
    public PythonRequestsFactAttribute()
    {
        if (Python is null)
        {
            Skip = "needs python3 with requests (Debian: apt-get install python3-requests)";
        }
    }

    /// <summary>The Python that has <c>requests</c>, or null.</summary>
    public static string? Python => Found.Value;

    // The first python3 of the PATH may be somebody's own, without the distribution's packages.
    private static string? Find() =>
        new[] { Tools.Find("python3"), "/usr/bin/python3" }.FirstOrDefault(python => File.Exists(python) && HasRequests(python));

    private static bool HasRequests(string python)
    {
        using var process = Process.Start(new ProcessStartInfo(python, ["-c", "import requests"]) { RedirectStandardError = true, UseShellExecute = false })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
