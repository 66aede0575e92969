using System.Text;
using Microsoft.Extensions.Logging;

namespace MtlsAspire.Clients.Depositor;

/// <summary>Puts reports into the box, one at each turn, ten in all; then new ones in their places.</summary>
internal sealed partial class DepositWork(TimeProvider time, ILogger<DepositWork> logger) : IBoxWork
{
    private const int Reports = 10;

    private int _turn;

    public async Task DoAsync(BoxClient box, CancellationToken cancellationToken)
    {
        var number = (_turn++ % Reports) + 1;
        var report = $"""
            Report {number}, turn {_turn}, {time.GetUtcNow():u}
            The sensor measured {20 + (number % 7)} degrees.
            Questions to anna.{number}@example.com, or by telephone.

            """;
        var item = await box.PutAsync($"report-{number}.txt", Encoding.UTF8.GetBytes(report), "text/plain; charset=utf-8", cancellationToken);
        Deposited(logger, item.Name, item.Length, item.Sha256);
    }

    [LoggerMessage(1, LogLevel.Information, "{Name} is in the box: {Length} bytes, SHA-256 {Sha256}.")]
    private static partial void Deposited(ILogger logger, string name, long length, string sha256);
}
