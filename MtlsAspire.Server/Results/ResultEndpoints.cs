using Microsoft.AspNetCore.Http.Features;
using MtlsAspire.Server.Boxes;
using MtlsAspire.Server.Items;
using MtlsAspire.Server.Locks;
using MtlsAspire.Server.Problems;
using MtlsAspire.Server.Runs;
using MtlsAspire.Server.Storage;
using MtlsAspire.ServiceDefaults.Seals;

namespace MtlsAspire.Server.Results;

/// <summary><c>/results</c>: sealed results of other boxes, each verified before it is kept.</summary>
internal sealed class ResultEndpoints(ItemStore store, SealVerifier verifier, BoxOptions options, TimeProvider time)
{
    private const int LargestPage = 1000;

    /// <summary>Takes a sealed result in: its seal, its signer, its age are checked, and that it is not here already.</summary>
    public async Task<IResult> AcceptAsync(HttpContext context)
    {
        var seal = await ReadAsync(context);
        var result = Verify(seal);
        var depositor = LockHandler.AttemptOf(context, Operations.AcceptResult, time).Identity;
        var (outcome, item) = await store.PutAsync(
            Collection.Results, result.Statement.Run, RunService.SealType, depositor, seal, WriteCondition.New, context.RequestAborted);
        if (outcome == WriteOutcome.ConditionFailed)
        {
            throw new ProblemException(new BoxProblem(
                StatusCodes.Status409Conflict, "seal_replayed", "The result is here already", "A result of this run was handed in before; nothing was stored."));
        }

        context.Response.Headers.ETag = item.ETag;
        return TypedResults.Created($"/results/{result.Statement.Run}", result.Statement);
    }

    /// <summary>Takes a sealed result out.</summary>
    public async Task GetAsync(HttpContext context, string id)
    {
        await using var open = await store.OpenAsync(Collection.Results, id, context.RequestAborted)
            ?? throw new ProblemException(new BoxProblem(StatusCodes.Status404NotFound, "result_unknown", "Not found", "There is no result of this run."));
        var content = await open.ReadAsync(context.RequestAborted);
        RunEndpoints.RequireIntegrity(content, id);
        ItemHeaders.Write(context.Response, open.Item);
        context.Response.ContentType = open.Item.Header.ContentType;
        context.Response.ContentLength = content.Length;
        await context.Response.Body.WriteAsync(content, context.RequestAborted);
    }

    /// <summary>Lists the results, a page at a time, in no particular order.</summary>
    public async Task<IResult> ListAsync(HttpContext context, int limit, string after)
    {
        if (limit is < 1 or > LargestPage) throw new ProblemException(BoxProblem.Bad("limit_invalid", $"limit is from 1 to {LargestPage}."));
        var page = await store.PageAsync(Collection.Results, Cursor.Parse(after), limit, context.RequestAborted);
        return TypedResults.Ok(new ItemList([.. page.Items.Select(ItemAnswer.Of)], page.Tampered, Cursor.Write(page.Next)));
    }

    private SealedResult Verify(byte[] seal)
    {
        try
        {
            var result = verifier.Verify(seal);
            if (result.Signer.SpiffeId is not { } signer || !options.Signers.Any(pattern => Wildcard.Matches(pattern, signer)))
                throw new SealException("signer_not_allowed", $"This box accepts seals of {string.Join(", ", options.Signers)}, and not of {result.Signer.SpiffeId ?? result.Signer.Subject}.");
            var age = time.GetUtcNow() - result.Statement.Time;
            if (age > options.MaxSealAge) throw new SealException("seal_too_old", $"The seal is older than {options.MaxSealAge:d\\.hh\\:mm\\:ss}, which is as old as this box accepts them.");
            if (age < -TimeSpan.FromMinutes(5)) throw new SealException("seal_from_the_future", "The seal says that it was made later than now; correct the clocks.");
            return result;
        }
        catch (SealException exception)
        {
            throw new ProblemException(
                new BoxProblem(StatusCodes.Status422UnprocessableEntity, exception.Reason, "The seal is not accepted", $"{exception.Message} Nothing was stored."), exception);
        }
    }

    private async Task<byte[]> ReadAsync(HttpContext context)
    {
        var limit = options.MaxRunBytes + (64 << 10);
        if (context.Request.ContentLength > limit) throw new ProblemException(BoxProblem.TooLarge(limit));
        // Counted below, since the web server's own limit is another.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = null;
        using var content = new MemoryStream();
        var buffer = new byte[64 << 10];
        for (int read; (read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0;)
        {
            if (content.Length + read > limit) throw new ProblemException(BoxProblem.TooLarge(limit));
            content.Write(buffer, 0, read);
        }

        return content.ToArray();
    }
}
