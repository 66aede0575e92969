using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace MtlsAspire.Hosting.Operator;

/// <summary>What an operator asks of the CA.</summary>
/// <param name="connection">The connection; disposed with the client.</param>
internal sealed class OperatorClient(OperatorConnection connection) : IDisposable
{
    private static OperatorJsonContext Json => OperatorJsonContext.Default;

    /// <summary>Revokes all valid certificates of an identity; the revocation list is published before the answer comes.</summary>
    /// <returns>Those that were not revoked before.</returns>
    public Task<IReadOnlyList<CertificateAnswer>> RevokeAsync(string identity, string reason, CancellationToken cancellationToken) =>
        PostAsync("operator/revocations", Json.IReadOnlyListCertificateAnswer, cancellationToken, ("certificate", identity), ("reason", reason));

    /// <summary>Issues the certificate of an identity again, for a new key; the old one stays valid until its end.</summary>
    public Task<CertificateAnswer> RenewAsync(string identity, CancellationToken cancellationToken) =>
        PostAsync($"operator/identities/{Uri.EscapeDataString(identity)}/renew", Json.CertificateAnswer, cancellationToken, ("key", "new"));

    /// <summary>Issues an identity from its declaration, with a new key.</summary>
    public Task<CertificateAnswer> IssueAsync(string identity, CancellationToken cancellationToken) =>
        PostAsync("operator/identities", Json.CertificateAnswer, cancellationToken, ("name", identity));

    /// <summary>Signs and publishes the revocation lists anew.</summary>
    public Task<ChangesAnswer> PublishRevocationListsAsync(CancellationToken cancellationToken) =>
        PostAsync("operator/crl", Json.ChangesAnswer, cancellationToken);

    /// <summary>Takes a step of the issuing CA's rollover: <c>prepare</c>, <c>activate</c> or <c>retire</c>.</summary>
    public Task<ChangesAnswer> RollOverIssuingAsync(string stage, CancellationToken cancellationToken) =>
        PostAsync("operator/rollover", Json.ChangesAnswer, cancellationToken, ("authority", "issuing"), ("stage", stage));

    /// <summary>The CAs.</summary>
    public Task<IReadOnlyList<AuthorityAnswer>> GetAuthoritiesAsync(CancellationToken cancellationToken) =>
        GetAsync("operator/authorities", Json.IReadOnlyListAuthorityAnswer, cancellationToken);

    /// <summary>The latest certificates that end within some days, the first to end first.</summary>
    public Task<IReadOnlyList<CertificateAnswer>> GetExpiringAsync(int days, CancellationToken cancellationToken) =>
        GetAsync($"operator/expiring?days={days}", Json.IReadOnlyListCertificateAnswer, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => connection.Dispose();

    private Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, content: null, type, cancellationToken);

    private Task<T> PostAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken, params (string Name, string Value)[] body) =>
        SendAsync(
            HttpMethod.Post,
            path,
            body.Length == 0 ? null : JsonContent.Create(body.ToDictionary(field => field.Name, field => field.Value), Json.DictionaryStringString),
            type,
            cancellationToken);

    private async Task<T> SendAsync<T>(HttpMethod method, string path, HttpContent? content, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = content };
        using var response = await connection.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            var problem = await ReadAsync(response, Json.ProblemAnswer, cancellationToken);
            throw new OperatorException(problem?.Detail ?? $"The CA answered {(int)response.StatusCode} {response.ReasonPhrase}. Its console log may tell why.");
        }

        return await ReadAsync(response, type, cancellationToken)
            ?? throw new OperatorException($"The CA's answer to {method} {path} is not understood: is it of the same version as this AppHost?");
    }

    private static async Task<T?> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync(type, cancellationToken);
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
