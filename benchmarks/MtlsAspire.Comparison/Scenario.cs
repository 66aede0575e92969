using MtlsAspire.Comparison.Load;

namespace MtlsAspire.Comparison;

/// <summary>A kind of load.</summary>
/// <param name="Name">What it is called in the report.</param>
/// <param name="Count">How many operations make a round.</param>
/// <param name="RunAsync">Offers this many operations.</param>
internal sealed record Scenario(string Name, int Count, Func<LoadClient, int, Task> RunAsync)
{
    private const int Handshakes = 4;
    private const int Connections = 32;

    /// <summary>The three kinds of load.</summary>
    /// <param name="handshakes">How many handshakes make a round.</param>
    /// <param name="requests">How many requests make a round.</param>
    public static IReadOnlyList<Scenario> All(int handshakes, int requests) =>
    [
        new("full handshake + GET", handshakes, (client, count) => client.ConnectAsync(count, Handshakes, resume: false)),
        new("resumed + GET", handshakes, (client, count) => client.ConnectAsync(count, Handshakes, resume: true)),
        new("keep-alive GET", requests, (client, count) => client.RequestAsync(count, Connections)),
    ];
}
