namespace MtlsAspire.ServiceDefaults.Endpoints;

/// <summary>Says that an endpoint is reached by one scheme only, "http" or "https".</summary>
internal sealed record SchemeMetadata(string Scheme);
