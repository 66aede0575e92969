using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace MtlsAspire.Pki.Service.Operator;

/// <summary>Marks endpoints that are for operators, and keeps others out before anything of their request is read.</summary>
internal sealed class OperatorOnly(Callers callers)
{
    /// <summary>Marks endpoints.</summary>
    public static TBuilder Mark<TBuilder>(TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.RequireAuthorization().WithMetadata(typeof(OperatorOnly));

    /// <summary>Examines who calls, if the endpoint is marked.</summary>
    /// <exception cref="RefusedException">It is nobody whom the ledger knows as good, or no operator.</exception>
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.OfType<Type>().Contains(typeof(OperatorOnly)) == true)
        {
            context.Features.Set(OperatorCaller.Of(callers.Require(context)));
        }

        return next(context);
    }
}
