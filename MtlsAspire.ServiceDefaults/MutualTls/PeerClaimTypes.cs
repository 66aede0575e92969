namespace MtlsAspire.ServiceDefaults.MutualTls;

/// <summary>Types of claims about a client for which <see cref="System.Security.Claims.ClaimTypes"/> has none.</summary>
public static class PeerClaimTypes
{
    /// <summary>A SPIFFE ID among the certificate's names, as in <c>spiffe://mtls.local/client1</c>.</summary>
    public const string SpiffeId = "spiffe_id";

    /// <summary>An IP address among the certificate's names.</summary>
    public const string IPAddress = "ip_address";
}
