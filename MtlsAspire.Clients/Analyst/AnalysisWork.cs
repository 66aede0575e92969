using System.Net;
using Microsoft.Extensions.Logging;
using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.ServiceDefaults.Seals;

namespace MtlsAspire.Clients.Analyst;

/// <summary>
/// The workflow, once at each turn: box 2 takes a report out of box 1, blackens the e-mail addresses, and seals the result;
/// the seal is verified here, and what it proves is told.
/// </summary>
internal sealed partial class AnalysisWork(SealVerifier verifier, ICurrentIdentity identity, ILogger<AnalysisWork> logger) : IBoxWork
{
    private const int Reports = 10;
    private const string Signer = "/processing";

    private static readonly Dictionary<string, string> Parameters = new(StringComparer.Ordinal)
    {
        ["pattern"] = @"[A-Za-z0-9.]+@[A-Za-z0-9.]+[A-Za-z]",
        ["replacement"] = "█████",
    };

    private int _turn;

    public async Task DoAsync(BoxClient box, CancellationToken cancellationToken)
    {
        var item = $"report-{(_turn % Reports) + 1}.txt";
        MadeRun run;
        try
        {
            run = await box.RunAsync(new WantedRun(item, "redact", Parameters), cancellationToken);
        }
        catch (HttpRequestException exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            NotThereYet(logger, item);
            _turn = 0;
            return;
        }

        _turn++;
        var result = verifier.Verify(await box.ResultAsync(run.Id, cancellationToken));
        Require(result.Statement.Run == run.Id && result.Statement.Item == item, "it is about another run than ours");
        Require(result.Signer.SpiffeId?.EndsWith(Signer, StringComparison.Ordinal) == true, "it was not sealed by the processing box");
        Require(result.Statement.Requester.Subject == identity.Current.Leaf.Subject, "the run was requested by somebody else");
        var (statement, signer) = (result.Statement, result.Signer);
        Proved(
            logger, statement.Run, statement.Item, statement.Input.Sha256, statement.Transformation, statement.Output.Sha256, statement.Box,
            statement.Time, statement.Requester.Subject, signer.Subject, signer.Issuer, signer.NotAfterText);
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds) throw new SealException("provenance_wrong", $"The seal is good, but {otherwise}.");
    }

    [LoggerMessage(1, LogLevel.Information, "{Item} is not in the box yet.")]
    private static partial void NotThereYet(ILogger logger, string item);

    [LoggerMessage(2, LogLevel.Information, "Proved: run {Run} made of {Item} (SHA-256 {Input}) by {Transformation} the result with SHA-256 {Output}, in box {Box}, at {Time:u}, for {Requester}; sealed by {Signer}, issued by {Issuer}, valid to {NotAfter}.")]
    private static partial void Proved(
        ILogger logger, string run, string item, string input, string transformation, string output, string box, DateTimeOffset time,
        string requester, string signer, string issuer, string notAfter);
}
