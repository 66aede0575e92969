using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using MtlsAspire.Pki.Verify;
using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.ServiceDefaults.MutualTls.Validation;

namespace MtlsAspire.Pki.Cli;

/// <summary><c>verify</c>: says whether a certificate is accepted, step by step, and why not.</summary>
internal static class VerifyCommand
{
    /// <summary>The exit code for a certificate that is refused.</summary>
    public const int Refused = 3;

    private const string Help = """
        Say whether the services would accept a certificate, check by check, and why not.

        FILE holds the certificate first, then the certificates that its owner would send: PEM, or DER for a single one.
        Trust anchors, known CAs and revocation lists are those of the certificate directory, unless --trust names others.

        With --jsonl: read questions from standard input and answer each at once, one JSON object per line:
          {"id", "kind": "CLIENT"|"SERVER", "trusted": [], "intermediates": [], "peer", "time": null, "eku": null, "crls": [],
           "max_depth": null, "name": null, "name_kind": "DNS"|"IP"|"RFC822"|null}
        is answered by {"id", "accepted", "reason"}; certificates and lists are PEM, what is wrong goes to standard error.

        Exit codes: 0 accepted (with --jsonl: the input has ended); 1 a file cannot be used; 2 wrong usage; 3 refused; 130 interrupted.
        """;

    private static readonly Argument<string[]> Files = new("FILE")
    {
        Description = "The certificate, and the chain that goes with it.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<string> Directory = new("--certs")
    {
        Description = "The certificate directory whose CAs and revocation lists are believed.",
        HelpName = "DIR",
        DefaultValueFactory = _ => "certs",
    };

    private static readonly Option<string[]> Trust = FileOption("--trust", "A file with trust anchors, instead of those of the certificate directory. May be repeated.");
    private static readonly Option<string[]> Intermediates = FileOption("--intermediates", "A file with known CAs. May be repeated.");
    private static readonly Option<string[]> Lists = FileOption("--crl", "A file with revocation lists. May be repeated.");
    private static readonly Option<string> Name = ValueOption("--name", "HOST", "The host name that was called.");
    private static readonly Option<string> Address = ValueOption("--ip", "ADDRESS", "The IP address that was called.");
    private static readonly Option<string> Spiffe = ValueOption("--spiffe", "ID", "The SPIFFE ID that is expected, as in spiffe://mtls.localhost/client1.");
    private static readonly Option<string> Time = ValueOption("--time", "TIME", "The time to judge by, as in 2026-01-31T12:00:00Z; now unless given.");
    private static readonly Option<string> Purpose = ValueOption("--purpose", "client|server", "What the certificate shall be for; either unless given.");
    private static readonly Option<bool> Private = new("--private-pki") { Description = "Let pass what private PKIs often lack (key identifiers, subject alternative names, ...)." };
    private static readonly Option<bool> Json = new("--json") { Description = "Answer as one JSON object." };
    private static readonly Option<bool> ExplainOption = new("--explain") { Description = "With --jsonl: say on standard error why each certificate is refused." };
    private static readonly Option<bool> JsonLinesOption = new("--jsonl") { Description = "Answer questions from standard input, one JSON object per line." };

    public static Command Create()
    {
        var command = new Command("verify", Help)
        {
            Files, Directory, Trust, Intermediates, Lists, Name, Address, Spiffe, Time, Purpose, Private, Json, JsonLinesOption, ExplainOption,
        };
        command.Validators.Add(Check);
        command.SetAction((parsed, cancellationToken) => parsed.GetValue(JsonLinesOption)
            ? AnswerLinesAsync(parsed, cancellationToken)
            : VerifyAsync(parsed, cancellationToken));
        return command;
    }

    private static Option<string[]> FileOption(string name, string description) => new(name) { Description = description, HelpName = "FILE" };

    private static Option<string> ValueOption(string name, string help, string description) => new(name) { Description = description, HelpName = help };

    private static void Check(CommandResult result)
    {
        var hasFiles = result.GetValue(Files) is { Length: > 0 };
        if (result.GetValue(JsonLinesOption) == hasFiles)
            result.AddError(hasFiles ? "--jsonl takes its questions from standard input, and no FILE" : "name a FILE with the certificate, or give --jsonl");
        if (((Option<string>[])[Name, Address, Spiffe]).Count(option => result.GetValue(option) is not null) > 1)
            result.AddError("only one of --name, --ip and --spiffe can be asked for");
        if (result.GetValue(Address) is { } address && !IPAddress.TryParse(address, out _)) result.AddError($"--ip: '{address}' is no IP address");
        if (result.GetValue(Spiffe) is { } id && !id.StartsWith("spiffe://", StringComparison.Ordinal)) result.AddError($"--spiffe: '{id}' does not begin with spiffe://");
        if (result.GetValue(Purpose) is { } purpose && purpose is not ("client" or "server")) result.AddError($"--purpose: '{purpose}' is neither client nor server");
        if (result.GetValue(Time) is { } time && !TryReadTime(time, out _)) result.AddError($"--time: '{time}' is no time as in 2026-01-31T12:00:00Z");
    }

    private static bool TryReadTime(string text, out DateTimeOffset time) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);

    private static async Task<int> AnswerLinesAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var console = parsed.InvocationConfiguration;
        await using var input = Console.OpenStandardInput();
        await new JsonLines(input, console.Output, console.Error, parsed.GetValue(ExplainOption)).RunAsync(cancellationToken);
        return ExitCode.Success;
    }

    private static async Task<int> VerifyAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var verification = Verification.Run(new VerifyOptions
        {
            Files = parsed.GetRequiredValue(Files),
            Directory = parsed.GetRequiredValue(Directory),
            Trust = parsed.GetValue(Trust) ?? [],
            Intermediates = parsed.GetValue(Intermediates) ?? [],
            RevocationLists = parsed.GetValue(Lists) ?? [],
            Name = ExpectedName(parsed),
            Peer = parsed.GetValue(Purpose) switch { "client" => PeerRole.Client, "server" => PeerRole.Server, _ => null },
            Time = parsed.GetValue(Time) is { } text && TryReadTime(text, out var time) ? time : null,
            IsPrivatePki = parsed.GetValue(Private),
        });
        var report = parsed.GetValue(Json) ? VerificationReport.Json(verification) : VerificationReport.Text(verification);
        await parsed.InvocationConfiguration.Output.WriteLineAsync(report.AsMemory(), cancellationToken);
        return verification.Verdict.IsAccepted ? ExitCode.Success : Refused;
    }

    private static PeerName? ExpectedName(ParseResult parsed)
    {
        if (parsed.GetValue(Name) is { } name) return new PeerName(PeerNameKind.Dns, name);
        if (parsed.GetValue(Address) is { } address) return new PeerName(PeerNameKind.IP, address);
        return parsed.GetValue(Spiffe) is { } id ? new PeerName(PeerNameKind.Uri, id) : null;
    }
}
