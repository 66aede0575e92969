using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Aspire.Hosting.Dcp;

/// <summary>
/// DCP's objects: a Kubernetes API with the kinds <see cref="Executable"/>, <see cref="Service"/> and <see cref="Endpoint"/>.
/// Every method throws <see cref="DcpApiException"/> when DCP refuses a request or is gone.
/// </summary>
internal sealed class DcpClient : IDisposable
{
    private const string ExecutionPath = "/admin/execution";
    private const int MaximumAttempts = 20;

    private static readonly TimeSpan ConflictDelay = TimeSpan.FromMilliseconds(10);

    private readonly DcpConnection _connection;
    private readonly TimeSpan _watchIdleLimit;
    private readonly CancellationTokenSource _closed = new();
    private readonly CancellationToken _closing;

    public DcpClient(DcpConnection connection, TimeSpan watchIdleLimit)
    {
        _connection = connection;
        _watchIdleLimit = watchIdleLimit;
        _closing = _closed.Token;
    }

    /// <summary>Creates an object.</summary>
    /// <returns>The object as DCP has stored it.</returns>
    public async Task<T> CreateAsync<T>(T newObject, CancellationToken cancellationToken = default)
        where T : DcpObject, IDcpKind<T>
    {
        using var content = JsonContent.Create(newObject, T.Json);
        return await _connection.SendAsync(HttpMethod.Post, PathOf<T>(), content, T.Json, cancellationToken);
    }

    /// <summary>Reads an object.</summary>
    /// <returns>The object, or null if there is none of that name.</returns>
    public async Task<T?> FindAsync<T>(string name, CancellationToken cancellationToken = default)
        where T : DcpObject, IDcpKind<T>
    {
        try
        {
            return await _connection.SendAsync(HttpMethod.Get, PathOf<T>(name), content: null, T.Json, cancellationToken);
        }
        catch (DcpApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Reads all objects of a kind.</summary>
    public async Task<IReadOnlyList<T>> ListAsync<T>(CancellationToken cancellationToken = default)
        where T : DcpObject, IDcpKind<T>
    {
        var list = await _connection.SendAsync(HttpMethod.Get, PathOf<T>(), content: null, T.ListJson, cancellationToken);
        return list.Items ?? [];
    }

    /// <summary>Changes an object.</summary>
    /// <param name="name">The object.</param>
    /// <param name="mergePatch">A JSON merge patch (RFC 7396), for instance <c>{"spec":{"stop":true}}</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The object after the change.</returns>
    public async Task<T> PatchAsync<T>(string name, JsonObject mergePatch, CancellationToken cancellationToken = default)
        where T : DcpObject, IDcpKind<T>
    {
        return await UntilNoConflictAsync(SendAsync, cancellationToken);

        async Task<T> SendAsync()
        {
            using var content = MergePatch(mergePatch);
            return await _connection.SendAsync(HttpMethod.Patch, PathOf<T>(name), content, T.Json, cancellationToken);
        }
    }

    /// <summary>Asks for the deletion of an object; a running process is stopped first, see <see cref="DcpClientExtensions.DeleteAndWaitAsync"/>.</summary>
    /// <returns>False if there is no such object.</returns>
    public async Task<bool> DeleteAsync<T>(string name, CancellationToken cancellationToken = default)
        where T : DcpObject, IDcpKind<T>
    {
        try
        {
            using var response = await UntilNoConflictAsync(
                () => _connection.SendAsync(HttpMethod.Delete, PathOf<T>(name), content: null, cancellationToken), cancellationToken);
            return true;
        }
        catch (DcpApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    /// <summary>
    /// All objects of a kind as <see cref="WatchEventType.Added"/>, then their changes as they happen. Interruptions are
    /// bridged: no change of state is lost, though states in between may be. The sequence ends when DCP is being stopped,
    /// and with an exception when DCP has ended without that.
    /// </summary>
    public IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(CancellationToken cancellationToken = default)
        where T : DcpObject, IDcpKind<T> =>
        new DcpWatch<T>(_connection, PathOf<T>(), _watchIdleLimit, _closing).RunAsync(cancellationToken);

    /// <summary>The lines of a process's log.</summary>
    /// <param name="executable">The name of the <see cref="Executable"/>, which must have been started.</param>
    /// <param name="source">Which log.</param>
    /// <param name="follow">Whether to wait for more until the process ends (and DCP ends the stream, some seconds later).</param>
    /// <param name="timestamps">Whether each line begins with the time (RFC 3339) and a space.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    public IAsyncEnumerable<string> StreamLogsAsync(
        string executable, LogSource source, bool follow, bool timestamps, CancellationToken cancellationToken = default) =>
        LineStream.ReadAllAsync(_connection, $"{PathOf<Executable>(executable)}/log{Query(source, follow, timestamps)}", _closing, cancellationToken);

    /// <summary>The state of DCP itself.</summary>
    public Task<ApiServerExecution> GetExecutionAsync(CancellationToken cancellationToken = default) =>
        _connection.SendAsync(HttpMethod.Get, ExecutionPath, content: null, DcpJsonContext.Default.ApiServerExecution, cancellationToken);

    /// <summary>Asks DCP to go over to another state, see <see cref="ApiServerExecution"/>.</summary>
    public async Task SetExecutionAsync(string status, CancellationToken cancellationToken = default)
    {
        using var content = MergePatch(new JsonObject { ["status"] = status });
        using var response = await _connection.SendAsync(HttpMethod.Patch, ExecutionPath, content, cancellationToken);
    }

    /// <summary>Ends all watches and log streams, because DCP is about to end.</summary>
    public void Close() => _closed.Cancel();

    public void Dispose()
    {
        Close();
        _connection.Dispose();
        _closed.Dispose();
    }

    private static string PathOf<T>()
        where T : DcpObject, IDcpKind<T> => $"/apis/{DcpObject.Version}/{T.Plural}";

    private static string PathOf<T>(string name)
        where T : DcpObject, IDcpKind<T> => $"{PathOf<T>()}/{Uri.EscapeDataString(name)}";

    private static StringContent MergePatch(JsonObject patch) =>
        new(patch.ToJsonString(), new MediaTypeHeaderValue("application/merge-patch+json"));

    // DCP refuses a change that comes while its own controllers change the same object. Sent again, it is accepted.
    private static async Task<T> UntilNoConflictAsync<T>(Func<Task<T>> send, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await send();
            }
            catch (DcpApiException e) when (e.StatusCode == HttpStatusCode.Conflict && attempt < MaximumAttempts)
            {
                await Task.Delay(ConflictDelay * attempt, cancellationToken);
            }
        }
    }

    private static string Query(LogSource source, bool follow, bool timestamps) =>
        $"?source={source.ToString().ToLowerInvariant()}&follow={Flag(follow)}&timestamps={Flag(timestamps)}";

    private static string Flag(bool value) => value ? "true" : "false";
}
