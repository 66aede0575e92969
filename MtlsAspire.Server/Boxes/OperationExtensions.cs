using Microsoft.Net.Http.Headers;
using MtlsAspire.Server.Locks;

namespace MtlsAspire.Server.Boxes;

/// <summary>Puts endpoints behind locks.</summary>
internal static class OperationExtensions
{
    private const string Tags = "Entity tags (RFC 9110, section 13.1), or *.";

    /// <summary>The endpoint is this operation: it is reached when all locks of the operation have opened.</summary>
    public static RouteHandlerBuilder BehindLocksOf(this RouteHandlerBuilder endpoint, string operation) => endpoint
        .WithMetadata(new OperationMetadata(operation))
        .RequireAuthorization(LockPolicies.NameOf(operation))
        .ProducesProblem(StatusCodes.Status401Unauthorized)
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    /// <summary>The endpoint reads what may have been tampered with.</summary>
    public static RouteHandlerBuilder ReadsFromStore(this RouteHandlerBuilder endpoint) => endpoint
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status500InternalServerError);

    /// <summary>The endpoint takes a body in.</summary>
    public static RouteHandlerBuilder TakesBody(this RouteHandlerBuilder endpoint) => endpoint
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status408RequestTimeout)
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge);

    /// <summary>The endpoint honours If-Match and If-None-Match.</summary>
    public static RouteHandlerBuilder HonoursPreconditions(this RouteHandlerBuilder endpoint) => endpoint
        .AcceptsHeader(HeaderNames.IfMatch, Tags)
        .AcceptsHeader(HeaderNames.IfNoneMatch, Tags)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status412PreconditionFailed);
}
