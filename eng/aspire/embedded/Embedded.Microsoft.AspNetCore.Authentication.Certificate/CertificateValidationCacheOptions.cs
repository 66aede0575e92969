namespace Microsoft.AspNetCore.Authentication.Certificate;

/// <summary>Options of <see cref="CertificateValidationCache"/>.</summary>
public class CertificateValidationCacheOptions
{
    /// <summary>For how long an unused result is kept; 2 minutes if not set. No result is kept longer than 30 minutes.</summary>
    public TimeSpan CacheEntryExpiration { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How many results are kept; 1024 if not set.</summary>
    public int CacheSize { get; set; } = 1024;
}
