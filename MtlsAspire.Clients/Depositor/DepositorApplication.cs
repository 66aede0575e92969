using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MtlsAspire.ServiceDefaults;

namespace MtlsAspire.Clients.Depositor;

/// <summary>The depositor: fills box 1.</summary>
public static class DepositorApplication
{
    /// <summary>Puts the depositor together.</summary>
    /// <param name="args">The command line; settings like <c>--Client:Interval=00:00:05</c>.</param>
    /// <param name="configure">What a host of its own adds or changes, if anything.</param>
    /// <returns>The depositor, not started.</returns>
    /// <exception cref="ConfigurationException">A setting is missing, or a file cannot be used.</exception>
    public static IHost Create(string[] args, Action<HostApplicationBuilder>? configure = null) =>
        ClientApplication.Create(args, "storage", builder =>
        {
            builder.Services.AddSingleton<IBoxWork, DepositWork>();
            configure?.Invoke(builder);
        });
}
