namespace Aspire.Hosting.Dcp;

/// <summary>A Kubernetes <c>Status</c>: what the API answers instead of an object when something is wrong.</summary>
/// <param name="Reason">For instance <c>NotFound</c>, <c>AlreadyExists</c>, <c>Invalid</c>.</param>
/// <param name="Message">For people.</param>
internal sealed record ApiStatus(string? Reason, string? Message);
