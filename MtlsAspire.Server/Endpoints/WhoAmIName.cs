namespace MtlsAspire.Server.Endpoints;

/// <summary>One subject alternative name.</summary>
/// <param name="Kind">"DNS", "IP", "URI" or "email".</param>
/// <param name="Value">The name.</param>
internal sealed record WhoAmIName(string Kind, string Value);
