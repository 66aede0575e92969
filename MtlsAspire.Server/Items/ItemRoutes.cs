using MtlsAspire.Server.Boxes;

namespace MtlsAspire.Server.Items;

/// <summary>The paths of a box that keeps raw data.</summary>
internal static class ItemRoutes
{
    public static void MapItems(this IEndpointRouteBuilder routes)
    {
        var items = routes.MapGroup("/items").WithTags("items");
        items.MapGet("/", (ItemEndpoints endpoints, HttpContext context, int limit = 100, string after = "") => endpoints.ListAsync(context, limit, after))
            .BehindLocksOf(Operations.ListItems)
            .WithName("ListItems")
            .WithSummary("Lists the items, a page at a time, in no particular order.")
            .Produces<ItemList>()
            .ProducesProblem(StatusCodes.Status400BadRequest);
        items.MapPut("/{name}", (ItemEndpoints endpoints, HttpContext context, string name) => endpoints.PutAsync(context, name))
            .BehindLocksOf(Operations.WriteItem)
            .WithName("PutItem")
            .WithSummary("Puts an item in, or another in its place. If-Match and If-None-Match are honoured.")
            .Accepts<Stream>("*/*")
            .Produces<ItemAnswer>()
            .Produces<ItemAnswer>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status500InternalServerError)
            .TakesBody()
            .HonoursPreconditions();
        items.MapMethods("/{name}", [HttpMethods.Get, HttpMethods.Head], (ItemEndpoints endpoints, HttpContext context, string name) => endpoints.GetAsync(context, name))
            .BehindLocksOf(Operations.ReadItem)
            .WithName("GetItem")
            .WithSummary("Takes an item out, with the media type that it was put in with.")
            .Produces<Stream>(contentType: "application/octet-stream")
            .Produces(StatusCodes.Status304NotModified)
            .ReadsFromStore()
            .HonoursPreconditions();
        items.MapDelete("/{name}", (ItemEndpoints endpoints, HttpContext context, string name) => endpoints.DeleteAsync(context, name))
            .BehindLocksOf(Operations.DeleteItem)
            .WithName("DeleteItem")
            .WithSummary("Deletes an item.")
            .Produces(StatusCodes.Status204NoContent)
            .ReadsFromStore()
            .HonoursPreconditions();
    }
}
