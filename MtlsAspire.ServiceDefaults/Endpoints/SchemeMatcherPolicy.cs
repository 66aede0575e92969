using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;

namespace MtlsAspire.ServiceDefaults.Endpoints;

/// <summary>Has routing pass over endpoints that are for another scheme: there, the path is not found (404).</summary>
internal sealed class SchemeMatcherPolicy : MatcherPolicy, IEndpointSelectorPolicy
{
    public override int Order => 0;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) =>
        endpoints.Any(endpoint => endpoint.Metadata.GetMetadata<SchemeMetadata>() is not null);

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        for (var i = 0; i < candidates.Count; i++)
        {
            if (candidates[i].Endpoint.Metadata.GetMetadata<SchemeMetadata>() is { } only && only.Scheme != httpContext.Request.Scheme)
                candidates.SetValidity(i, value: false);
        }

        return Task.CompletedTask;
    }
}
