using MtlsAspire.Server.Boxes;

namespace MtlsAspire.Server.Runs;

/// <summary>The paths of a box that processes.</summary>
internal static class RunRoutes
{
    public static void MapRuns(this IEndpointRouteBuilder routes)
    {
        var runs = routes.MapGroup("").WithTags("runs");
        runs.MapPost("/runs", (RunEndpoints endpoints, HttpContext context, RunRequest request) => endpoints.CreateAsync(context, request))
            .BehindLocksOf(Operations.CreateRun)
            .WithName("CreateRun")
            .WithSummary("Takes an item out of the source box, transforms it, seals the result, and keeps it.")
            .Produces<RunAnswer>(StatusCodes.Status201Created)
            .TakesBody()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status502BadGateway)
            .ProducesProblem(StatusCodes.Status504GatewayTimeout);
        runs.MapGet("/runs/{id}", (RunEndpoints endpoints, HttpContext context, string id) => endpoints.GetAsync(context, id))
            .BehindLocksOf(Operations.ReadRun)
            .WithName("GetRun")
            .WithSummary("Takes a sealed result out: CMS SignedData, or EnvelopedData for its recipient, in DER.")
            .Produces<Stream>(contentType: "application/pkcs7-mime")
            .ReadsFromStore();
        runs.MapGet("/transformations", (RunEndpoints endpoints) => endpoints.ListTransformations())
            .BehindLocksOf(Operations.CreateRun)
            .WithName("ListTransformations")
            .WithSummary("Lists what can be done with items.")
            .Produces<TransformationAnswer[]>();
    }
}
