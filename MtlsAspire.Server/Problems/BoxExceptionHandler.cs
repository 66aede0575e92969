using System.Data.Common;
using Microsoft.AspNetCore.Diagnostics;
using MtlsAspire.Server.Boxes;
using MtlsAspire.Server.Locks;
using MtlsAspire.Server.Storage;
using MtlsAspire.ServiceDefaults.Telemetry;

namespace MtlsAspire.Server.Problems;

/// <summary>Turns what ends a request into problem details, and tells the audit log of tampering.</summary>
internal sealed class BoxExceptionHandler(BoxOptions options, TimeProvider time, AuditLog audit, ILogger<BoxExceptionHandler> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is TamperedException && audit.TryBegin(AuditKind.Tampering, out var logger))
            logger.TamperingDetected(options.Name, exception.Message, LockHandler.AttemptOf(httpContext, "", time).Identity);
        // The client is told that it does not answer, and not why: that is for the operator.
        if (exception is DatabaseUnavailableException or DbException) log.DatabaseFailed(options.Name, exception.GetBaseException().Message);
        var problem = exception switch
        {
            ProblemException { Problem: var told } => told,
            TamperedException => BoxProblem.Tampered,
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => BoxProblem.TooLarge(options.MaxItemBytes),
            BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } =>
                new BoxProblem(StatusCodes.Status408RequestTimeout, "body_too_slow", "Too slow", "The body came too slowly and was not waited for; nothing was stored."),
            BadHttpRequestException bad => BoxProblem.Bad("body_malformed", $"{bad.Message.TrimEnd('.')}; nothing was stored."),
            DatabaseUnavailableException { IsOutcomeUnknown: true } => BoxProblem.OutcomeUnknown,
            DatabaseUnavailableException or DbException => BoxProblem.Unavailable,
            _ => null,
        };
        if (problem is null) return false;
        await ProblemWriter.WriteAsync(httpContext, problem);
        return true;
    }
}
