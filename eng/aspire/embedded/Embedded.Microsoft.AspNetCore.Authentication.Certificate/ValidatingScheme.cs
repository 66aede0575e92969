namespace Microsoft.AspNetCore.Authentication.Certificate;

/// <summary>The scheme that is validating a request's certificate: the cache's interface does not tell it.</summary>
internal sealed record ValidatingScheme(string Name);
