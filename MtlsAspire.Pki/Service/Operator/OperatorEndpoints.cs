using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Bootstrap;
using MtlsAspire.Pki.Est;
using MtlsAspire.Pki.Ledger;
using MtlsAspire.Pki.Ocsp;
using MtlsAspire.Pki.Operations;

namespace MtlsAspire.Pki.Service.Operator;

/// <summary>What operators do, as JSON over mutual TLS. Each action is written to the audit log, done or not.</summary>
internal sealed class OperatorEndpoints(
    PkiAuthority authority, EnrolmentTokens tokens, OcspSigners signers, TimeProvider clock, ILogger<OperatorEndpoints> logger)
{
    /// <summary>Where the operator's API is.</summary>
    public const string Path = "/operator";

    private const int MostListed = 1000;
    private const int LongestTokenMinutes = 7 * 24 * 60;

    /// <summary>Maps the API; it must be reached by https only.</summary>
    public void Map(IEndpointRouteBuilder endpoints)
    {
        var group = OperatorOnly.Mark(endpoints.MapGroup(Path));
        group.MapGet("/authorities", ListAuthorities);
        group.MapGet("/identities", ListIdentities);
        group.MapGet("/certificates", ListCertificates);
        group.MapGet("/certificates/{serialNumber}", GetCertificate);
        group.MapGet("/expiring", ListExpiring);
        group.MapPost("/identities", IssueAsync);
        group.MapPost("/identities/{name}/renew", RenewAsync);
        group.MapPost("/revocations", RevokeAsync);
        group.MapPost("/crl", PublishAsync);
        group.MapPost("/rollover", RollOverAsync);
        group.MapPost("/enrolment-tokens", CreateTokenAsync);
    }

    private Ok<IReadOnlyList<AuthorityAnswer>> ListAuthorities() =>
        TypedResults.Ok<IReadOnlyList<AuthorityAnswer>>([.. authority.Authorities().Select(AuthorityAnswer.Of)]);

    private Ok<IReadOnlyList<CertificateAnswer>> ListIdentities() =>
        Answers(authority.List(new LedgerFilter { LatestOnly = true, Limit = MostListed }).Where(IsOfIdentity));

    private Ok<IReadOnlyList<CertificateAnswer>> ListCertificates(string? name, bool? revoked) =>
        Answers(authority.List(new LedgerFilter { Name = name, Revoked = revoked, Limit = MostListed }));

    private Ok<IReadOnlyList<CertificateAnswer>> GetCertificate(string serialNumber) =>
        authority.Ledger.FindSerial(serialNumber.ToUpperInvariant()) is { Count: > 0 } entries
            ? Answers(entries)
            : throw RefusedException.NotFound($"The ledger has no certificate with serial number '{serialNumber}': give it in hexadecimal, without separators.");

    private Ok<IReadOnlyList<CertificateAnswer>> ListExpiring(int days = 30)
    {
        var now = clock.GetUtcNow();
        if (days is < 0 or > 36500)
        {
            throw RefusedException.BadRequest($"days={days}: give a number from 0 to 36500.");
        }

        return Answers(authority.List(new LedgerFilter { LatestOnly = true, Revoked = false, EndsAfter = now })
            .Where(entry => entry.NotAfter <= now.AddDays(days))
            .OrderBy(entry => entry.NotAfter)
            .Take(MostListed));
    }

    private Task<Created<CertificateAnswer>> IssueAsync(IssueQuestion question, OperatorCaller caller, CancellationToken cancellationToken) =>
        ActAsync(caller, $"issue {question.Name}", async () =>
        {
            using var certificate = await authority.IssueAsync(Declaration(question), caller.By, cancellationToken);
            return Created(certificate);
        });

    private Task<Created<CertificateAnswer>> RenewAsync(string name, RenewQuestion question, OperatorCaller caller, CancellationToken cancellationToken) =>
        ActAsync(caller, $"renew {name} for a key that is {question.Key}", async () =>
        {
            var key = question.Key switch
            {
                "new" => RenewalKey.New,
                "same" => RenewalKey.Same,
                _ => throw RefusedException.BadRequest($"key '{question.Key}': give new or same."),
            };
            using var certificate = await authority.RenewAsync(name, key, caller.By, cancellationToken);
            return Created(certificate);
        });

    private Task<Ok<IReadOnlyList<CertificateAnswer>>> RevokeAsync(RevokeQuestion question, OperatorCaller caller, CancellationToken cancellationToken) =>
        ActAsync(caller, $"revoke {question.Certificate} for {question.Reason}", async () =>
        {
            var revoked = await authority.RevokeAsync(question.Certificate, Reason(question.Reason), caller.By, cancellationToken);
            return Answers(revoked);
        });

    private Task<Ok<ChangesAnswer>> PublishAsync(OperatorCaller caller, CancellationToken cancellationToken) =>
        ActAsync(caller, "publish revocation lists", async () => Changes(await authority.PublishRevocationListsAsync(force: true, caller.By, cancellationToken)));

    private Task<Ok<ChangesAnswer>> RollOverAsync(RolloverQuestion question, OperatorCaller caller, CancellationToken cancellationToken) =>
        ActAsync(caller, $"roll over {question.Authority}, {question.Stage}", async () =>
        {
            var role = question.Authority switch
            {
                "issuing" => AuthorityRole.Issuing,
                "root" => AuthorityRole.Root,
                _ => throw RefusedException.BadRequest($"authority '{question.Authority}': give issuing or root."),
            };
            var stage = question.Stage switch
            {
                "prepare" => RolloverStage.Prepare,
                "activate" => RolloverStage.Activate,
                "retire" => RolloverStage.Retire,
                _ => throw RefusedException.BadRequest($"stage '{question.Stage}': give prepare, activate or retire."),
            };
            var changes = await authority.RolloverAsync(role, stage, question.Force, caller.By, cancellationToken);
            signers.Refresh(); // a CA that is new must be answered for from its first certificate on
            return Changes(changes);
        });

    private Task<Created<TokenAnswer>> CreateTokenAsync(TokenQuestion question, OperatorCaller caller) =>
        ActAsync(caller, $"create an enrolment token for {question.Identity}", () =>
        {
            if (question.Minutes is < 1 or > LongestTokenMinutes)
            {
                throw RefusedException.BadRequest($"minutes {question.Minutes}: give a number from 1 to {LongestTokenMinutes}.");
            }

            var declaration = Declaration(new IssueQuestion(question.Identity, Hosts: question.Hosts));
            var (token, secret) = tokens.Create(declaration.Name, question.Hosts ?? [], TimeSpan.FromMinutes(question.Minutes), caller.Name);
            return Task.FromResult(TypedResults.Created((string?)null, new TokenAnswer(token.Id, token.Identity, secret, token.ExpiresAt)));
        });

    private IdentityDeclaration Declaration(IssueQuestion question)
    {
        if (IdentityTemplates.Declared(authority.Configuration, question.Name) is { } declared)
        {
            return question is { Kind: null, Hosts: null, Roles: null }
                ? declared
                : throw RefusedException.BadRequest($"'{question.Name}' is declared in pki.json: leave kind, hosts and roles out, or change the declaration.");
        }

        try
        {
            return IdentityTemplates.Undeclared(authority.Configuration, question.Name, question.Hosts ?? [], question.Roles ?? [], Profile(question.Kind));
        }
        catch (ArgumentException exception)
        {
            throw RefusedException.BadRequest(exception.Message.Split(" (Parameter", 2)[0] + ".");
        }
    }

    private async Task<TResult> ActAsync<TResult>(OperatorCaller caller, string action, Func<Task<TResult>> act)
        where TResult : IResult
    {
        try
        {
            var result = await act();
            logger.OperatorActed(caller.Name, caller.SerialNumber, action, (result as IValueHttpResult)?.Value?.ToString() ?? "done");
            return result;
        }
        catch (Exception exception)
        {
            logger.OperatorFailed(caller.Name, caller.SerialNumber, action, exception.Message);
            throw;
        }
    }

    private Created<CertificateAnswer> Created(X509Certificate2 certificate)
    {
        var entry = authority.Find(KeyIdentifier.OfIssuer(certificate)!, certificate.SerialNumber)!;
        return TypedResults.Created($"{Path}/certificates/{entry.Serial}", CertificateAnswer.Of(entry, clock.GetUtcNow()));
    }

    private Ok<IReadOnlyList<CertificateAnswer>> Answers(IEnumerable<LedgerEntry> entries)
    {
        var now = clock.GetUtcNow();
        return TypedResults.Ok<IReadOnlyList<CertificateAnswer>>([.. entries.Select(entry => CertificateAnswer.Of(entry, now))]);
    }

    private static Ok<ChangesAnswer> Changes(IEnumerable<BootstrapChange> changes) =>
        TypedResults.Ok(new ChangesAnswer([.. changes.Select(change => new ChangeAnswer(change.File, change.Subject, change.Expires))]));

    private static bool IsOfIdentity(LedgerEntry entry) => entry.Kind is LedgerKind.Leaf or LedgerKind.SignedRequest;

    private static CertificateProfile? Profile(string? kind) => kind switch
    {
        null => null,
        "client" => CertificateProfile.Client,
        "server" => CertificateProfile.Server,
        "both" => CertificateProfile.ServerAndClient,
        _ => throw RefusedException.BadRequest($"kind '{kind}': give client, server or both."),
    };

    private static X509RevocationReason Reason(string text) =>
        Enum.TryParse<X509RevocationReason>(text, ignoreCase: true, out var reason) && Enum.IsDefined(reason) && !int.TryParse(text, out _)
            ? reason
            : throw RefusedException.BadRequest($"reason '{text}': give one of {string.Join(", ", Enum.GetNames<X509RevocationReason>())} (RFC 5280, 5.3.1).");
}
