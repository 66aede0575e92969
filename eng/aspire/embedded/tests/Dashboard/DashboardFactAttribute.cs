namespace Embedded.Aspire.Tests.Dashboard;

/// <summary>A fact about the real dashboard; skipped where the Aspire runtime has not been installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DashboardFactAttribute : FactAttribute
{
    public DashboardFactAttribute() => Skip = DashboardProgram.InstalledPath is null
        ? "The Aspire dashboard is not installed: build MtlsAspire.AppHost in embedded mode, or set ASPIRE_DASHBOARD_PATH."
        : null;
}
