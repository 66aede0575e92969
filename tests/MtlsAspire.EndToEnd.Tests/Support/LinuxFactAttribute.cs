namespace MtlsAspire.EndToEnd.Tests.Support;

/// <summary>A fact that looks into /proc.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute()
    {
        if (!OperatingSystem.IsLinux())
        {
            Skip = "needs Linux: it looks for processes in /proc";
        }
    }
}
