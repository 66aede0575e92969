using Aspire.Hosting;
using Aspire.Hosting.Dcp;
using Microsoft.Extensions.Configuration;

namespace Embedded.Aspire.Tests.Dcp;

public sealed class AspireRuntimeTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory();

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void The_installed_programs_are_found()
    {
        var dcp = Create("dcp");
        var dashboard = Create("aspire-managed");

        Assert.Equal(dcp, AspireRuntime.FindDcp(Configuration(), _directory.FullName));
        Assert.Equal(dashboard, AspireRuntime.FindDashboard(Configuration(), dashboard));
    }

    [Fact]
    public void Settings_come_before_what_is_installed()
    {
        var dcp = Create("dcp");
        var dashboard = Create("aspire-managed");

        Assert.Equal(dcp, AspireRuntime.FindDcp(Configuration(("ASPIRE_DCP_PATH", _directory.FullName)), "/elsewhere"));
        Assert.Equal(dashboard, AspireRuntime.FindDashboard(Configuration(("ASPIRE_DASHBOARD_PATH", dashboard)), "/elsewhere/aspire-managed"));
    }

    [Fact]
    public void A_setting_that_is_wrong_is_not_passed_over()
    {
        Create("dcp");
        var configuration = Configuration(("ASPIRE_DCP_PATH", "/elsewhere"));

        var exception = Assert.Throws<DistributedApplicationException>(() => AspireRuntime.FindDcp(configuration, _directory.FullName));

        Assert.StartsWith("The Aspire Developer Control Plane (dcp) is not at ", exception.Message, StringComparison.Ordinal);
        Assert.Contains("where ASPIRE_DCP_PATH says", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_missing_is_told_with_the_way_out()
    {
        var exception = Assert.Throws<DistributedApplicationException>(() => AspireRuntime.FindDashboard(Configuration(), installedPath: null));

        Assert.Equal(
            "The Aspire dashboard (aspire-managed) is not installed. Build the AppHost again to install it, " +
            "or set ASPIRE_DASHBOARD_PATH to the file aspire-managed.",
            exception.Message);
    }

    private static IConfiguration Configuration(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build();

    private string Create(string name)
    {
        var path = Path.Combine(_directory.FullName, OperatingSystem.IsWindows() ? name + ".exe" : name);
        File.WriteAllText(path, "");
        return path;
    }
}
