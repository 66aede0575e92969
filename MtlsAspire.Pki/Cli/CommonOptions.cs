using System.CommandLine;
using System.CommandLine.Parsing;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Configuration;
using MtlsAspire.Pki.Operations;
using MtlsAspire.Pki.Store;

namespace MtlsAspire.Pki.Cli;

/// <summary>The options that every command has.</summary>
internal sealed class CommonOptions
{
    private readonly Option<string> _certs = new("--certs")
    {
        Description = "The certificate directory.",
        HelpName = "DIR",
        DefaultValueFactory = _ => "certs",
    };

    private readonly Option<string?> _config = new("--config")
    {
        Description = "The declaration of the PKI, pki.json. Without it, the one of the last bootstrap holds.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _domain = new("--domain")
    {
        Description = "The host name that stands for ${domain} in pki.json, instead of the one declared there or, without --config, of that of the last bootstrap.",
        HelpName = "NAME",
    };

    private readonly Option<string?> _passphraseFile = new("--passphrase-file")
    {
        Description = $"A file whose first line is the passphrase of the root's key. Without it, {Passphrase.Variable} is looked at.",
        HelpName = "FILE",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Write the result as one JSON document to standard output." };

    /// <summary>Adds the options to a command.</summary>
    public CommonOptions(Command command)
    {
        _certs.Validators.Add(result => RejectInvalid(result, RequireNotEmpty));
        command.Options.Add(_certs);
        _domain.Validators.Add(result => RejectInvalid(result, value => HostName.RequireDomain(value)));
        command.Options.Add(_config);
        command.Options.Add(_domain);
        command.Options.Add(_passphraseFile);
        command.Options.Add(_json);
    }

    /// <summary>Who works at the command line, for the ledger.</summary>
    public static string By => Environment.UserName;

    /// <summary>The certificate directory.</summary>
    public string Certs(ParseResult parsed) => parsed.GetRequiredValue(_certs);

    /// <summary>The domain that was given, or null.</summary>
    public string? Domain(ParseResult parsed) => parsed.GetValue(_domain);

    /// <summary>The declaration that was given, or null.</summary>
    /// <exception cref="InvalidConfigurationException">It is wrong.</exception>
    public PkiConfiguration? Configuration(ParseResult parsed) =>
        parsed.GetValue(_config) is { } file ? ConfigurationFile.Read(file, DateTimeOffset.UtcNow, Domain(parsed)) : null;

    /// <summary>The passphrase of the root's key, or null.</summary>
    public string? RootPassphrase(ParseResult parsed) => Passphrase.OfRoot(parsed.GetValue(_passphraseFile));

    /// <summary>Where results go, and in which form.</summary>
    public CommandConsole Console(ParseResult parsed) => new(parsed.InvocationConfiguration, parsed.GetValue(_json));

    /// <summary>Opens the PKI that a command works on.</summary>
    public Task<PkiAuthority> OpenAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var certs = Certs(parsed);
        return PkiAuthority.OpenAsync(
            new PkiAuthorityOptions
            {
                Directory = certs,
                Configuration = Configuration(parsed),
                Domain = Domain(parsed),
                Passphrase = RootPassphrase(parsed),
                Waiting = () => parsed.InvocationConfiguration.Error.WriteLine($"Another command is at work in {certs}: waiting for it to finish."),
            },
            cancellationToken);
    }

    /// <summary>Makes what a function refuses with <see cref="ArgumentException"/> an error of the command line.</summary>
    public static void RejectInvalid(OptionResult result, Action<string> check)
    {
        foreach (var token in result.Tokens)
        {
            try
            {
                check(token.Value);
            }
            catch (ArgumentException exception)
            {
                result.AddError($"{result.IdentifierToken?.Value}: {FirstSentence(exception)}");
            }
        }
    }

    private static void RequireNotEmpty(string value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            throw new ArgumentException("the name of the directory is empty", nameof(value));
        }
    }

    // ArgumentException appends the name of a parameter, which says nothing to a user.
    private static string FirstSentence(ArgumentException exception) =>
        exception.Message.Replace($" (Parameter '{exception.ParamName}')", string.Empty, StringComparison.Ordinal);
}
