using MtlsAspire.Server.Locks;

namespace MtlsAspire.Server.Boxes;

/// <summary>Puts endpoints behind locks.</summary>
internal static class OperationExtensions
{
    /// <summary>The endpoint is this operation: it is reached when all locks of the operation have opened.</summary>
    public static RouteHandlerBuilder BehindLocksOf(this RouteHandlerBuilder endpoint, string operation) => endpoint
        .WithMetadata(new OperationMetadata(operation))
        .RequireAuthorization(LockPolicies.NameOf(operation))
        .ProducesProblem(StatusCodes.Status401Unauthorized)
        .ProducesProblem(StatusCodes.Status403Forbidden);
}
