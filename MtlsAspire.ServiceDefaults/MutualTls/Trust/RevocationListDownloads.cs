using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;

namespace MtlsAspire.ServiceDefaults.MutualTls.Trust;

/// <summary>
/// Revocation lists that are named by URL, fetched in the background and never within a handshake. When one cannot be
/// fetched, the last good one serves on until its nextUpdate.
/// </summary>
internal sealed class RevocationListDownloads : IDisposable
{
    private const int LargestList = 64 << 20;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<Uri, byte[]> _lists = new();
    private readonly ConcurrentDictionary<Uri, EntityTagHeaderValue> _tags = new();
    private readonly ConcurrentDictionary<Uri, string> _problems = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        Timeout = Timeout,
        MaxResponseContentBufferSize = LargestList,
    };

    private readonly IReadOnlyList<Uri> _urls;

    /// <exception cref="ConfigurationException">The setting is malformed.</exception>
    public RevocationListDownloads(MutualTlsOptions options) => _urls = RevocationListSettings.Urls(options);

    public bool Any => _urls.Count > 0;

    /// <summary>What has been fetched, by URL.</summary>
    public IEnumerable<KeyValuePair<Uri, byte[]>> Lists => _lists;

    /// <summary>What went wrong at the last attempt, a line for each list; empty if nothing.</summary>
    public IReadOnlyCollection<string> Problems => [.. _problems.Values];

    /// <summary>Fetches all lists.</summary>
    /// <returns>Whether one of them has changed.</returns>
    public async Task<bool> FetchAsync(CancellationToken cancellationToken)
    {
        var changes = await Task.WhenAll(_urls.Select(url => FetchAsync(url, cancellationToken)));
        return changes.Contains(true);
    }

    public void Dispose() => _http.Dispose();

    private async Task<bool> FetchAsync(Uri url, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            if (_tags.TryGetValue(url, out var known)) request.Headers.IfNoneMatch.Add(known);
            using var response = await _http.SendAsync(request, cancellationToken);
            if (response.StatusCode == HttpStatusCode.NotModified)
            {
                _problems.TryRemove(url, out _);
                return false;
            }

            response.EnsureSuccessStatusCode();
            var list = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            if (response.Headers.ETag is { } tag) _tags[url] = tag;
            _problems.TryRemove(url, out _);
            if (_lists.TryGetValue(url, out var last) && last.AsSpan().SequenceEqual(list)) return false;
            _lists[url] = list;
            return true;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            _problems[url] = $"{MutualTlsOptions.SectionName}:{nameof(MutualTlsOptions.RevocationLists)}: {url} cannot be fetched: {Describe(exception)}.";
            return false;
        }
    }

    private static string Describe(Exception exception) =>
        exception is OperationCanceledException ? $"no answer within {Timeout.TotalSeconds:0} s" : exception.GetBaseException().Message.TrimEnd('.');
}
