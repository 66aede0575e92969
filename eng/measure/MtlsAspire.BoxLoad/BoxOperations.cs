using System.Net.Http.Json;
using System.Security.Cryptography;

namespace MtlsAspire.BoxLoad;

/// <summary>What is measured.</summary>
internal static class BoxOperations
{
    private const int Small = 1 << 10;
    private const int Large = 1 << 20;

    // So many items of a size there are: from the second round on, a PUT takes the place of another.
    private const int SmallItems = 1000;
    private const int LargeItems = 20;

    /// <summary>All of them, in an order in which each finds what it needs.</summary>
    public static IEnumerable<BoxOperation> All(HttpClient storage, HttpClient processing) =>
    [
        new("PUT 1 KiB", Put(storage, "small", Small, SmallItems)),
        new("GET 1 KiB", Get(storage, "small", SmallItems)),
        new("PUT 1 MiB", Put(storage, "large", Large, LargeItems)),
        new("GET 1 MiB", Get(storage, "large", LargeItems)),
        new("run, upper-case of 1 KiB", Run(processing, "small")),
        new("run, upper-case of 1 MiB", Run(processing, "large")),
    ];

    private static Func<int, Task> Put(HttpClient client, string name, int size, int items)
    {
        // Text, so that it can be transformed too.
        var content = RandomNumberGenerator.GetBytes(size).Select(value => (byte)('a' + (value % 26))).ToArray();
        return async number =>
        {
            using var body = new ByteArrayContent(content) { Headers = { { "Content-Type", "text/plain" } } };
            using var response = await client.PutAsync(new Uri($"/items/{name}-{number % items}", UriKind.Relative), body);
            response.EnsureSuccessStatusCode();
        };
    }

    // The items that are sure to be there: a short run may not have put all of them in.
    private static Func<int, Task> Get(HttpClient client, string name, int items) => async number =>
        await client.GetByteArrayAsync(new Uri($"/items/{name}-{number % Math.Min(items, LargeItems)}", UriKind.Relative));

    private static Func<int, Task> Run(HttpClient client, string name) => async number =>
    {
        using var response = await client.PostAsJsonAsync(new Uri("/runs", UriKind.Relative), new { item = $"{name}-{number % LargeItems}", transformation = "upper-case" });
        response.EnsureSuccessStatusCode();
    };
}
