using Aspire.Hosting.Dashboard;
using Embedded.Aspire.Tests.ApplicationModel;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Embedded.Aspire.Tests.Dashboard;

/// <summary>A resource service that listens, with the services behind it.</summary>
internal sealed class RunningResourceService : IAsyncDisposable
{
    public const string ApiKey = "correct horse battery staple";

    private RunningResourceService(DashboardResourceService server, ObservableModel model, Uri address)
    {
        Server = server;
        Model = model;
        Address = address;
        Client = new GrpcTestClient(address, ApiKey);
    }

    public DashboardResourceService Server { get; }

    public ObservableModel Model { get; }

    public Uri Address { get; }

    public GrpcTestClient Client { get; }

    public static async Task<RunningResourceService> StartAsync(ILoggerFactory? loggerFactory = null, string applicationName = "Shop.AppHost")
    {
        var model = new ObservableModel();
        var server = new DashboardResourceService(
            model.Notifications, model.Loggers, model.Commands, applicationName, ApiKey, loggerFactory ?? NullLoggerFactory.Instance);
        return new RunningResourceService(server, model, await server.StartAsync(address: null, ObservableModel.Soon));
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
        Model.Dispose();
    }
}
