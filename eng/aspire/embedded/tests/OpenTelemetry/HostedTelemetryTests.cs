using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Embedded.Aspire.Tests.OpenTelemetry;

/// <summary>The stand-in for OpenTelemetry.Extensions.Hosting.</summary>
public sealed class HostedTelemetryTests
{
    [Fact]
    public async Task Tracing_starts_with_the_host_and_is_flushed_when_the_host_is_disposed()
    {
        using var source = new ActivitySource($"test {Guid.NewGuid()}");
        var spans = new Collector<Activity>();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("tested"))
            .WithTracing(tracing => tracing.AddSource(source.Name).AddProcessor(spans));

        using (var host = builder.Build())
        {
            Assert.False(source.HasListeners());
            await host.StartAsync();
            source.StartActivity("work")?.Dispose();
            await host.StopAsync();
        }

        Assert.Equal("work", Assert.Single(spans.Items).OperationName);
        Assert.True(spans.WasShutDown);
        Assert.Contains(new KeyValuePair<string, object>("service.name", "tested"), spans.Resource!.Attributes);
        Assert.False(source.HasListeners());
    }

    [Fact]
    public async Task Metrics_start_with_the_host()
    {
        using var meter = new Meter($"test {Guid.NewGuid()}");
        var counter = meter.CreateCounter<int>("count");
        var exporter = new LastSum();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddOpenTelemetry().WithMetrics(
            metrics => metrics.AddMeter(meter.Name).AddReader(new BaseExportingMetricReader(exporter)));

        using (var host = builder.Build())
        {
            await host.StartAsync();
            counter.Add(3);
            counter.Add(4);
        }

        Assert.Equal(7, exporter.Value);
    }

    [Fact]
    public async Task Logs_are_exported_with_the_options_that_are_set()
    {
        var records = new LogMessages();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddOpenTelemetry().WithLogging(
            logging => logging.AddProcessor(records),
            options => options.IncludeFormattedMessage = true);
        using var host = builder.Build();
        await host.StartAsync();

        host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("test").LogInformation("The answer is {Answer}.", 42);

        Assert.Contains("test: The answer is 42.", records.Messages);
    }

    [Fact]
    public void Called_twice_it_adds_one_hosted_service_which_is_the_first()
    {
        var services = new ServiceCollection();
        services.AddHostedService<Other>();

        var first = services.AddOpenTelemetry();
        var second = services.AddOpenTelemetry();

        Assert.Same(services, first.Services);
        Assert.Same(services, second.Services);
        var hosted = services.Where(service => service.ServiceType == typeof(IHostedService)).ToList();
        Assert.Equal(2, hosted.Count);
        Assert.Equal(typeof(Other), hosted[1].ImplementationType);
    }

    [Fact]
    public void Both_calls_configure_the_same_provider()
    {
        using var one = new ActivitySource($"test {Guid.NewGuid()}");
        using var two = new ActivitySource($"test {Guid.NewGuid()}");
        var services = new ServiceCollection();
        services.AddOpenTelemetry().WithTracing(tracing => tracing.AddSource(one.Name));
        services.AddOpenTelemetry().WithTracing(tracing => tracing.AddSource(two.Name));
        using var provider = services.BuildServiceProvider();

        provider.GetRequiredService<ITelemetryHostInitializer>().Initialize();

        Assert.True(one.HasListeners());
        Assert.True(two.HasListeners());
        Assert.NotEmpty(Propagators.DefaultTextMapPropagator.Fields!);
    }

    [Fact]
    public async Task A_host_without_any_signal_starts()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddOpenTelemetry();
        using var host = builder.Build();
        await host.StartAsync();
        Assert.Null(host.Services.GetService<TracerProvider>());
        await host.StopAsync();
    }

    private sealed class Other : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
    }

    private sealed class Collector<T> : BaseProcessor<T>
    {
        public List<T> Items { get; } = [];

        public bool WasShutDown { get; private set; }

        public Resource? Resource { get; private set; }

        public override void OnEnd(T data) => Items.Add(data);

        protected override bool OnShutdown(int timeoutMilliseconds)
        {
            WasShutDown = true;
            Resource = ParentProvider.GetResource();
            return true;
        }
    }

    private sealed class LogMessages : BaseProcessor<LogRecord>
    {
        public ConcurrentQueue<string> Messages { get; } = new();

        // Copies: records are used again.
        public override void OnEnd(LogRecord data) => Messages.Enqueue($"{data.CategoryName}: {data.FormattedMessage}");
    }

    private sealed class LastSum : BaseExporter<Metric>
    {
        public long Value { get; private set; }

        public override ExportResult Export(in Batch<Metric> batch)
        {
            foreach (var metric in batch)
            {
                foreach (ref readonly var point in metric.GetMetricPoints()) Value = point.GetSumLong();
            }

            return ExportResult.Success;
        }
    }
}
