namespace MtlsAspire.Clients;

/// <summary>The part that is used here of a server's problem details (RFC 9457).</summary>
/// <param name="Detail">A sentence for people.</param>
/// <param name="Reason">The reason in one word.</param>
internal sealed record Problem(string? Detail, string? Reason)
{
    public const string MediaType = "application/problem+json";
}
