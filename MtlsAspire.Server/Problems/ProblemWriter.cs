using Microsoft.AspNetCore.Mvc;
using MtlsAspire.Server.Boxes;
using MtlsAspire.Server.Locks;

namespace MtlsAspire.Server.Problems;

/// <summary>Writes problems as problem details (RFC 9457), which all name the box, and the lock where one stayed shut.</summary>
internal static class ProblemWriter
{
    public static async Task WriteAsync(HttpContext context, BoxProblem problem)
    {
        context.Response.StatusCode = problem.Status;
        var details = new ProblemDetails { Status = problem.Status, Title = problem.Title, Detail = problem.Detail, Extensions = { ["reason"] = problem.Reason } };
        foreach (var (name, value) in problem.Extensions) details.Extensions[name] = value;
        await context.RequestServices.GetRequiredService<IProblemDetailsService>().TryWriteAsync(new ProblemDetailsContext { HttpContext = context, ProblemDetails = details });
    }

    /// <summary>Adds to all problem details, those of refused clients included, where they come from.</summary>
    public static void AddPlace(ProblemDetailsContext problem, BoxOptions options)
    {
        problem.ProblemDetails.Extensions["box"] = options.Name;
        if (problem.HttpContext.Features.Get<ShutLock>() is { IsHiding: false } shut) problem.ProblemDetails.Extensions["lock"] = shut.Lock.Name;
    }
}
