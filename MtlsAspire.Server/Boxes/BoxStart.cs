using System.Data.Common;
using MtlsAspire.Server.Storage;
using MtlsAspire.ServiceDefaults;

namespace MtlsAspire.Server.Boxes;

/// <summary>Opens the box's store before the first request can come; a mistake ends the start.</summary>
internal sealed class BoxStart(ItemStore store, BoxOptions options) : IHostedLifecycleService
{
    /// <exception cref="ConfigurationException">The database cannot be used.</exception>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        try
        {
            await store.OpenAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is DatabaseUnavailableException or DbException)
        {
            var problem = (exception is DatabaseUnavailableException ? exception.InnerException! : exception).Message;
            throw new ConfigurationException(
                $"The database of box '{options.Name}' cannot be used ({problem.ReplaceLineEndings(" ").TrimEnd('.')}); start it, or correct {BoxOptions.Section}:{nameof(BoxOptions.Database)}.", exception);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
