using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Embedded.Aspire.Tests.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;

namespace Embedded.Aspire.Tests.Model;

public sealed class EventingTests
{
    private readonly IDistributedApplicationBuilder _builder = TestModel.Create();
    private readonly List<string> _seen = [];

    private IDistributedApplicationEventing Eventing => _builder.Eventing;

    [Fact]
    public async Task Handlers_are_called_one_after_the_other_in_the_order_of_their_subscription()
    {
        Eventing.Subscribe<TestEvent>(async (_, _) =>
        {
            await Task.Yield();
            _seen.Add("first");
        });
        Eventing.Subscribe<TestEvent>((_, _) => SeeAsync("second"));

        await Eventing.PublishAsync(new TestEvent());

        Assert.Equal(["first", "second"], _seen);
    }

    [Fact]
    public async Task A_failure_ends_a_sequence_and_reaches_the_publisher()
    {
        Eventing.Subscribe<TestEvent>((_, _) => throw new InvalidOperationException("broken"));
        Eventing.Subscribe<TestEvent>((_, _) => SeeAsync("second"));

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => Eventing.PublishAsync(new TestEvent()));

        Assert.Equal("broken", exception.Message);
        Assert.Empty(_seen);
    }

    [Fact]
    public async Task Concurrent_handlers_run_at_the_same_time()
    {
        var bothRun = new Barrier();
        Eventing.Subscribe<TestEvent>((_, _) => bothRun.ArriveAsync());
        Eventing.Subscribe<TestEvent>((_, _) => bothRun.ArriveAsync());

        await Eventing.PublishAsync(new TestEvent(), EventDispatchBehavior.BlockingConcurrent).WaitAsync(ObservableModel.Soon);
    }

    [Theory]
    [InlineData(EventDispatchBehavior.NonBlockingSequential)]
    [InlineData(EventDispatchBehavior.NonBlockingConcurrent)]
    public async Task A_publisher_need_not_wait(EventDispatchBehavior behavior)
    {
        var goOn = new TaskCompletionSource();
        var done = new TaskCompletionSource();
        Eventing.Subscribe<TestEvent>(async (_, _) =>
        {
            await goOn.Task;
            done.SetResult();
        });

        await Eventing.PublishAsync(new TestEvent(), behavior).WaitAsync(ObservableModel.Soon);

        Assert.False(done.Task.IsCompleted);
        goOn.SetResult();
        await done.Task.WaitAsync(ObservableModel.Soon);
    }

    [Fact]
    public async Task An_event_of_a_resource_reaches_its_own_handlers_and_those_of_all()
    {
        using var services = new ServiceCollection().BuildServiceProvider();
        var web = _builder.AddShell("web").OnResourceReady((resource, _, _) => SeeAsync(resource.Name));
        _builder.AddShell("other").OnResourceReady((resource, _, _) => SeeAsync(resource.Name));
        Eventing.Subscribe<ResourceReadyEvent>((e, _) => SeeAsync($"all: {e.Resource.Name}"));

        await Eventing.PublishAsync(new ResourceReadyEvent(web.Resource, services));

        Assert.Equal(["web", "all: web"], _seen);
    }

    [Fact]
    public async Task Who_has_unsubscribed_is_not_called()
    {
        var subscription = Eventing.Subscribe<TestEvent>((_, _) => SeeAsync("called"));

        Eventing.Unsubscribe(subscription);
        await Eventing.PublishAsync(new TestEvent());

        Assert.Empty(_seen);
    }

    [Fact]
    public void A_subscription_that_could_never_be_called_is_refused() =>
        Assert.Throws<ArgumentException>(() => Eventing.Subscribe<IDistributedApplicationEvent>((_, _) => Task.CompletedTask));

    private Task SeeAsync(string what)
    {
        _seen.Add(what);
        return Task.CompletedTask;
    }

    private sealed class TestEvent : IDistributedApplicationEvent;

    /// <summary>Lets two go on once both have come.</summary>
    private sealed class Barrier
    {
        private readonly TaskCompletionSource _both = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _arrived;

        public Task ArriveAsync()
        {
            if (Interlocked.Increment(ref _arrived) == 2)
            {
                _both.SetResult();
            }

            return _both.Task;
        }
    }
}
