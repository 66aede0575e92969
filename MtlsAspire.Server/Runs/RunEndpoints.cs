using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http.Features;
using MtlsAspire.Server.Boxes;
using MtlsAspire.Server.Items;
using MtlsAspire.Server.Problems;
using MtlsAspire.Server.Storage;
using MtlsAspire.Server.Transformations;
using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.ServiceDefaults.Seals;

namespace MtlsAspire.Server.Runs;

/// <summary><c>/runs</c>: data is processed, and what comes out is sealed.</summary>
internal sealed class RunEndpoints(RunService runs, ItemStore store, SealVerifier verifier, TransformationCatalog transformations)
{
    private const string Requester = "requester";

    /// <summary>Makes a run.</summary>
    public async Task<IResult> CreateAsync(HttpContext context, RunRequest request)
    {
        if (string.IsNullOrEmpty(request.Item) || !ItemNames.AreGood(request.Item)) throw new ProblemException(BoxProblem.Bad("name_invalid", ItemNames.Rule));
        if (string.IsNullOrEmpty(request.Transformation)) throw new ProblemException(BoxProblem.Bad("transformation_missing", "Name a transformation; GET /transformations lists them."));
        var requester = context.Features.GetRequiredFeature<IPeerCertificateFeature>().Connection!.Certificate!;
        using var recipient = await RecipientAsync(context, request.Recipient);
        var answer = await runs.RunAsync(request, requester, recipient, context.RequestAborted);
        return TypedResults.Created($"/runs/{answer.Id}", answer);
    }

    /// <summary>Takes a sealed result out.</summary>
    public async Task GetAsync(HttpContext context, string id)
    {
        await using var open = await store.OpenAsync(Collection.Runs, id, context.RequestAborted)
            ?? throw new ProblemException(new BoxProblem(StatusCodes.Status404NotFound, "run_unknown", "Not found", "There is no run of this number."));
        var content = await open.ReadAsync(context.RequestAborted);
        // What is encrypted for somebody else is protected by the store alone; its seal is for the recipient to verify.
        if (open.Item.Header.ContentType == RunService.SealType) RequireIntegrity(content, id);
        ItemHeaders.Write(context.Response, open.Item);
        context.Response.ContentType = open.Item.Header.ContentType;
        context.Response.ContentLength = content.Length;
        await context.Response.Body.WriteAsync(content, context.RequestAborted);
    }

    /// <summary>Lists what can be done.</summary>
    public IResult ListTransformations() =>
        TypedResults.Ok(transformations.All.Select(one => new TransformationAnswer(one.Name, one.Summary)).ToArray());

    internal static void RequireIntegrity(byte[] seal, string run)
    {
        try
        {
            if (SealVerifier.CheckIntegrity(seal).Statement.Run != run) throw new TamperedException("a sealed result lies under the number of another");
        }
        catch (SealException exception)
        {
            throw new TamperedException("a stored seal does not verify any more", exception);
        }
    }

    private async Task<X509Certificate2?> RecipientAsync(HttpContext context, string? recipient)
    {
        if (recipient is null) return null;
        X509Certificate2? certificate;
        try
        {
            certificate = recipient == Requester
                ? X509CertificateLoader.LoadCertificate((await context.Connection.GetClientCertificateAsync(context.RequestAborted))!.RawData)
                : X509Certificate2.CreateFromPem(recipient);
        }
        catch (CryptographicException exception)
        {
            throw new ProblemException(BoxProblem.Bad("recipient_malformed", "recipient is neither 'requester' nor a certificate in PEM."), exception);
        }

        var verdict = verifier.Judge(certificate, []);
        if (verdict.IsAccepted) return certificate;
        certificate.Dispose();
        throw new ProblemException(BoxProblem.Bad("recipient_refused", $"The recipient's certificate is refused: {verdict.Code}. {verdict.Explanation}"));
    }
}
