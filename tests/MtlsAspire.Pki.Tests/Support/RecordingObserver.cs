using MtlsAspire.Pki.Bootstrap;

namespace MtlsAspire.Pki.Tests.Support;

/// <summary>Remembers what a bootstrap told, and lets a test wait for its waiting.</summary>
internal sealed class RecordingObserver : IBootstrapObserver
{
    private readonly TaskCompletionSource _waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public List<BootstrapChange> Changes { get; } = [];

    public Task HasWaited => _waiting.Task;

    public void Waiting() => _waiting.TrySetResult();

    public void Made(BootstrapChange change) => Changes.Add(change);
}
