using Aspire.Hosting.Dcp;
using Microsoft.Extensions.Logging.Abstractions;

namespace Embedded.Aspire.Tests.Dcp;

/// <summary>One DCP for all tests of a class.</summary>
public sealed class DcpSession : IAsyncLifetime
{
    private DcpHost? _host;

    internal DcpClient Client => _host!.Client;

    public async Task InitializeAsync() => _host = InstalledRuntime.DcpPath is null ? null : await StartAsync();

    public async Task DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
    }

    internal static Task<DcpHost> StartAsync(int? monitoredProcessId = null, TimeSpan? watchIdleLimit = null)
    {
        var options = new DcpOptions { DcpPath = InstalledRuntime.DcpPath! };
        options = options with
        {
            MonitoredProcessId = monitoredProcessId ?? options.MonitoredProcessId,
            WatchIdleLimit = watchIdleLimit ?? options.WatchIdleLimit,
        };
        return DcpHost.StartAsync(options, NullLogger.Instance);
    }
}
