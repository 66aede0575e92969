using MtlsAspire.Server.Boxes;
using MtlsAspire.Server.Items;
using MtlsAspire.ServiceDefaults.Seals;

namespace MtlsAspire.Server.Results;

/// <summary>The paths of a box that keeps sealed results.</summary>
internal static class ResultRoutes
{
    public static void MapResults(this IEndpointRouteBuilder routes)
    {
        var results = routes.MapGroup("/results").WithTags("results");
        results.MapPost("/", (ResultEndpoints endpoints, HttpContext context) => endpoints.AcceptAsync(context))
            .BehindLocksOf(Operations.AcceptResult)
            .WithName("AcceptResult")
            .WithSummary("Hands in a sealed result of another box: CMS SignedData in DER. It is verified before it is kept.")
            .Accepts<Stream>("*/*")
            .Produces<SealStatement>(StatusCodes.Status201Created)
            .TakesBody()
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        results.MapGet("/", (ResultEndpoints endpoints, HttpContext context, int limit = 100, string after = "") => endpoints.ListAsync(context, limit, after))
            .BehindLocksOf(Operations.ListResults)
            .WithName("ListResults")
            .WithSummary("Lists the sealed results, a page at a time, in no particular order.")
            .Produces<ItemList>()
            .ProducesProblem(StatusCodes.Status400BadRequest);
        results.MapGet("/{id}", (ResultEndpoints endpoints, HttpContext context, string id) => endpoints.GetAsync(context, id))
            .BehindLocksOf(Operations.ReadResult)
            .WithName("GetResult")
            .WithSummary("Takes a sealed result out: CMS SignedData in DER.")
            .Produces<Stream>(contentType: "application/pkcs7-mime")
            .ReadsFromStore();
    }
}
