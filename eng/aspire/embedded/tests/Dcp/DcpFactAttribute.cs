namespace Embedded.Aspire.Tests.Dcp;

/// <summary>A fact about the real DCP; skipped where the Aspire runtime is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DcpFactAttribute : FactAttribute
{
    public DcpFactAttribute() => Skip =
        !OperatingSystem.IsLinux() ? "These tests look at processes through /proc." :
        InstalledRuntime.DcpPath is null ? InstalledRuntime.Missing :
        null;
}
