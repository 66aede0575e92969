namespace MtlsAspire.Clients;

/// <summary>The part that is used here of a server's problem details (RFC 9457).</summary>
/// <param name="Detail">A sentence for people.</param>
/// <param name="Reason">The reason in one word.</param>
/// <param name="Box">The box.</param>
/// <param name="Lock">The lock that stayed shut, if one did.</param>
internal sealed record Problem(string? Detail, string? Reason, string? Box, string? Lock)
{
    public const string MediaType = "application/problem+json";
}
