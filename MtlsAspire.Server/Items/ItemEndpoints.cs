using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using MtlsAspire.Server.Boxes;
using MtlsAspire.Server.Locks;
using MtlsAspire.Server.Problems;
using MtlsAspire.Server.Storage;

namespace MtlsAspire.Server.Items;

/// <summary><c>/items</c>: raw data goes in and out.</summary>
internal sealed class ItemEndpoints(ItemStore store, BoxOptions options, ItemVisibility visibility, TimeProvider time)
{
    private const string OctetStream = "application/octet-stream";
    private const int LongestContentType = 255;
    private const int LargestPage = 1000;

    /// <summary>Puts an item in, or another in its place.</summary>
    public async Task<IResult> PutAsync(HttpContext context, string name)
    {
        RequireName(name);
        var contentType = ContentType(context.Request);
        var condition = Preconditions.Of(context.Request).ForWriting();
        if (context.Request.ContentLength > options.MaxItemBytes) throw new ProblemException(BoxProblem.TooLarge(options.MaxItemBytes));
        // Counted below, so that chunked bodies are limited too, and told like the others.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = null;

        await using var writer = store.BeginWriting(Collection.Items, name);
        await CopyAsync(context.Request.BodyReader, writer, context.RequestAborted);
        var depositor = LockHandler.AttemptOf(context, Operations.WriteItem, time).Identity;
        var (outcome, item) = await writer.CommitAsync(contentType, depositor, condition, context.RequestAborted);
        if (outcome == WriteOutcome.ConditionFailed) throw new ProblemException(BoxProblem.PreconditionFailed);

        context.Response.Headers.ETag = item.ETag;
        var answer = ItemAnswer.Of(item);
        return outcome == WriteOutcome.Created
            ? TypedResults.Created($"/items/{Uri.EscapeDataString(name)}", answer)
            : TypedResults.Ok(answer);
    }

    /// <summary>Takes an item out; for HEAD, only what is known of it.</summary>
    public async Task GetAsync(HttpContext context, string name)
    {
        RequireName(name);
        await using var open = await store.OpenAsync(Collection.Items, name, context.RequestAborted) ?? throw new ProblemException(BoxProblem.UnknownItem);
        ItemHeaders.Write(context.Response, open.Item);
        var preconditions = Preconditions.Of(context.Request);
        if (!preconditions.MatchIsMetBy(open.Item)) throw new ProblemException(BoxProblem.PreconditionFailed);
        if (preconditions.IsKnown(open.Item))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        context.Response.ContentType = open.Item.Header.ContentType;
        context.Response.ContentLength = open.Item.Header.Length;
        if (HttpMethods.IsHead(context.Request.Method)) return;
        try
        {
            await open.VerifyAsync(context.RequestAborted);
        }
        catch (TamperedException)
        {
            context.Response.Clear();
            throw;
        }

        await open.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    /// <summary>Deletes an item.</summary>
    public async Task<IResult> DeleteAsync(HttpContext context, string name)
    {
        RequireName(name);
        return await store.DeleteAsync(Collection.Items, name, Preconditions.Of(context.Request).ForWriting(), context.RequestAborted) switch
        {
            WriteOutcome.Deleted => TypedResults.NoContent(),
            WriteOutcome.ConditionFailed => throw new ProblemException(BoxProblem.PreconditionFailed),
            _ => throw new ProblemException(BoxProblem.UnknownItem),
        };
    }

    /// <summary>Lists the items, a page at a time, in no particular order: names are encrypted at rest.</summary>
    public async Task<IResult> ListAsync(HttpContext context, int limit = 100, string after = "")
    {
        if (limit is < 1 or > LargestPage) throw new ProblemException(BoxProblem.Bad("limit_invalid", $"limit is from 1 to {LargestPage}."));
        var page = await store.PageAsync(Collection.Items, Cursor.Parse(after), limit, context.RequestAborted);
        var attempt = LockHandler.AttemptOf(context, Operations.ReadItem, time);
        return TypedResults.Ok(new ItemList(
            [.. page.Items.Where(item => visibility.Shows(item.Header.Name, attempt)).Select(ItemAnswer.Of)], page.Tampered, Cursor.Write(page.Next)));
    }

    private static void RequireName(string name)
    {
        if (!ItemNames.AreGood(name)) throw new ProblemException(BoxProblem.Bad("name_invalid", ItemNames.Rule));
    }

    private static string ContentType(HttpRequest request)
    {
        if (request.Headers.ContentRange.Count > 0) throw new ProblemException(BoxProblem.Bad("content_range_not_supported", "An item is put in as a whole, without Content-Range (RFC 9110, section 14.4)."));
        if (request.Headers.ContentEncoding.Count > 0)
        {
            throw new ProblemException(new BoxProblem(
                StatusCodes.Status415UnsupportedMediaType, "content_encoding_not_supported", "Not supported", "An item is put in without Content-Encoding; what it is encoded by can be its Content-Type."));
        }

        var type = request.ContentType ?? OctetStream;
        return type.Length <= LongestContentType && MediaTypeHeaderValue.TryParse(type, out _)
            ? type
            : throw new ProblemException(BoxProblem.Bad("content_type_invalid", "Content-Type is no media type (RFC 9110, section 8.3)."));
    }

    private async Task CopyAsync(PipeReader body, ItemWriter writer, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await body.ReadAsync(cancellationToken);
            try
            {
                if (writer.Length + read.Buffer.Length > options.MaxItemBytes) throw new ProblemException(BoxProblem.TooLarge(options.MaxItemBytes));
                foreach (var segment in read.Buffer) await writer.WriteAsync(segment, cancellationToken);
            }
            finally
            {
                // Else the web server could not read the rest, and would end the connection before the client has its answer.
                body.AdvanceTo(read.Buffer.End);
            }

            if (read.IsCompleted) return;
        }
    }
}
