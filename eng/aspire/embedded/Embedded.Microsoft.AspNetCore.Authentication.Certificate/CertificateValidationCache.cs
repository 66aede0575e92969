using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace Microsoft.AspNetCore.Authentication.Certificate;

/// <summary>Keeps results in memory, by scheme and certificate, never beyond the certificate's own end.</summary>
public class CertificateValidationCache : ICertificateValidationCache, IDisposable
{
    private static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(30);

    private readonly MemoryCache _results;
    private readonly TimeSpan _unusedLife;

    /// <summary>Creates the cache.</summary>
    /// <param name="options">Its size and how long results are kept.</param>
    public CertificateValidationCache(IOptions<CertificateValidationCacheOptions> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _unusedLife = options.Value.CacheEntryExpiration;
        _results = new MemoryCache(new MemoryCacheOptions { SizeLimit = options.Value.CacheSize });
    }

    /// <inheritdoc/>
    public AuthenticateResult? Get(HttpContext context, X509Certificate2 certificate) =>
        // A copy: a request may change the principal it is given.
        Key(context, certificate) is { } key ? _results.Get<AuthenticateResult>(key)?.Clone() : null;

    /// <inheritdoc/>
    public void Put(HttpContext context, X509Certificate2 certificate, AuthenticateResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (Key(context, certificate) is not { } key) return;

        var end = DateTimeOffset.UtcNow + LongestLife;
        var notAfter = new DateTimeOffset(certificate.NotAfter);
        _results.Set(key, result.Clone(), new MemoryCacheEntryOptions
        {
            Size = 1,
            SlidingExpiration = _unusedLife,
            AbsoluteExpiration = notAfter < end ? notAfter : end,
        });
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        _results.Dispose();
        GC.SuppressFinalize(this);
    }

    // Two schemes may validate the same certificate differently, so one must not see the other's result.
    private static string? Key(HttpContext context, X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(certificate);
        var scheme = context.Features.Get<ValidatingScheme>();
        return scheme is null ? null : $"{scheme.Name}:{certificate.GetCertHashString(HashAlgorithmName.SHA256)}";
    }
}
