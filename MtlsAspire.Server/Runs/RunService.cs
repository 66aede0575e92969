using System.Collections.ObjectModel;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Server.Boxes;
using MtlsAspire.Server.Problems;
using MtlsAspire.Server.Storage;
using MtlsAspire.Server.Transformations;
using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.ServiceDefaults.Seals;

namespace MtlsAspire.Server.Runs;

/// <summary>The workflow: open the source box, transform what comes out of it, seal the result, keep it, and have it forwarded.</summary>
internal sealed class RunService(
    SourceBox source, TransformationCatalog transformations, Sealer sealer, ItemStore store, Outbox outbox, BoxOptions options, TimeProvider time) : IDisposable
{
    /// <summary>The media type of seals and envelopes (RFC 8551, section 3.2).</summary>
    public const string SealType = "application/pkcs7-mime; smime-type=signed-data";

    private const string EnvelopeType = "application/pkcs7-mime; smime-type=enveloped-data";

    // A run holds its input and output in memory, and computes: no more of them at once than there are processors.
    private readonly SemaphoreSlim _running = new(Math.Max(2, Environment.ProcessorCount));

    /// <exception cref="ProblemException">The input cannot be had, or the transformation does not fit it.</exception>
    public async Task<RunAnswer> RunAsync(RunRequest request, PeerCertificate requester, X509Certificate2? recipient, CancellationToken cancellationToken)
    {
        await _running.WaitAsync(cancellationToken);
        try
        {
            var transformation = transformations.Find(request.Transformation);
            var parameters = new ReadOnlyDictionary<string, string>(request.Parameters ?? []);
            var input = await source.TakeAsync(request.Item, cancellationToken);
            var output = transformation.Apply(input, new TransformationParameters(parameters));
            var statement = new SealStatement(
                SealStatement.Kind,
                Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
                options.Name,
                request.Item,
                Describe(input.Content, input.ContentType),
                transformation.Name,
                parameters,
                Describe(output.Content, output.ContentType),
                new SealRequester(requester.Subject, requester.SpiffeId, requester.Sha256),
                time.GetUtcNow());
            await KeepAsync(statement, sealer.Seal(statement, output.Content), recipient, cancellationToken);
            return new RunAnswer(statement.Run, statement, recipient is not null, options.Next);
        }
        catch (Exception exception) when (exception is TransformationException or SealException)
        {
            var reason = exception is TransformationException { Reason: var one } ? one : ((SealException)exception).Reason;
            throw new ProblemException(
                new BoxProblem(StatusCodes.Status422UnprocessableEntity, reason, "The run cannot be done", exception.Message), exception);
        }
        finally
        {
            _running.Release();
        }
    }

    public void Dispose() => _running.Dispose();

    private async Task KeepAsync(SealStatement statement, byte[] seal, X509Certificate2? recipient, CancellationToken cancellationToken)
    {
        var requester = statement.Requester.SpiffeId ?? statement.Requester.Subject;
        // First what is to be forwarded: should the box end here, the next one gets a result that nobody was told of, and not the other way round.
        if (options.Next is not null) await store.PutAsync(Collection.Outbox, statement.Run, SealType, requester, seal, WriteCondition.New, cancellationToken);
        await store.PutAsync(
            Collection.Runs,
            statement.Run,
            recipient is null ? SealType : EnvelopeType,
            requester,
            recipient is null ? seal : Envelope.Encrypt(seal, recipient),
            WriteCondition.New,
            cancellationToken);
        if (options.Next is not null) outbox.Enqueue(statement.Run);
    }

    private static SealedContent Describe(byte[] content, string contentType) =>
        new(Convert.ToHexStringLower(SHA256.HashData(content)), content.Length, contentType);
}
