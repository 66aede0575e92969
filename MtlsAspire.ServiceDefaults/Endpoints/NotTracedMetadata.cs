namespace MtlsAspire.ServiceDefaults.Endpoints;

/// <summary>Says that an endpoint's requests make no spans.</summary>
internal sealed class NotTracedMetadata
{
    public static NotTracedMetadata Instance { get; } = new();
}
