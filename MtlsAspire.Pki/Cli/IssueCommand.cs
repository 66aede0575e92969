using System.CommandLine;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Bootstrap;
using MtlsAspire.Pki.Configuration;
using MtlsAspire.Pki.Operations;
using MtlsAspire.Pki.Store;

namespace MtlsAspire.Pki.Cli;

/// <summary><c>issue</c>: makes one more identity, or many.</summary>
internal sealed class IssueCommand
{
    private readonly Argument<string?> _name = new("NAME") { Description = "The identity: what its files are called.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _from = new("--from") { Description = "A file with a name a line; those that are there already are passed over.", HelpName = "FILE" };
    private readonly Option<string?> _kind = new("--kind") { Description = "server, client (the default) or both.", HelpName = "KIND" };
    private readonly Option<string[]> _names = new("--san") { Description = "A host name, IP address, URI or e-mail address, if need be with DNS:, IP:, URI: or email: before it. May be repeated.", HelpName = "NAME" };
    private readonly Option<string[]> _roles = new("--role") { Description = "A role (OU). May be repeated.", HelpName = "ROLE" };
    private readonly Option<string?> _keyType = new("--key-type") { Description = string.Join(", ", KeyTypes.Names) + ".", HelpName = "TYPE" };
    private readonly Option<string?> _lifetime = new("--lifetime") { Description = "How long it is valid, as in 90d, 12h or 30m.", HelpName = "DURATION" };
    private readonly CommonOptions _common;

    private IssueCommand(Command command)
    {
        _kind.AcceptOnlyFromAmong([.. IdentityKinds.Names]);
        _keyType.AcceptOnlyFromAmong([.. KeyTypes.Names]);
        _names.Validators.Add(result => CommonOptions.RejectInvalid(result, value => SubjectAlternativeName.Parse(value)));
        _lifetime.Validators.Add(result => CommonOptions.RejectInvalid(result, value => Durations.Parse(value)));
        _roles.Validators.Add(result => CommonOptions.RejectInvalid(result, value => SubjectName.Of(value)));
        command.Arguments.Add(_name);
        foreach (var option in new Option[] { _from, _kind, _names, _roles, _keyType, _lifetime })
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            if ((result.GetValue(_name) is null) == (result.GetValue(_from) is null))
            {
                result.AddError("give either a NAME or --from FILE");
            }
        });
        _common = new CommonOptions(command);
        command.SetAction(RunAsync);
    }

    public static Command Create()
    {
        var command = new Command("issue", "Issue an identity: as pki.json declares it, or as the options say.");
        _ = new IssueCommand(command);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(_from) is { } file)
        {
            var names = NameFile.Read(file);
            using var bulkAuthority = await _common.OpenAsync(parsed, cancellationToken);
            return await BulkReport.RunAsync(
                _common.Console(parsed), bulkAuthority, [.. names.Select(name => Identity(bulkAuthority, name, parsed))], cancellationToken);
        }

        using var authority = await _common.OpenAsync(parsed, cancellationToken);
        var identity = Identity(authority, parsed.GetRequiredValue(_name)!, parsed);
        if (File.Exists(authority.Directory.PathOf(CertificateFiles.Certificate(identity.Name))))
        {
            throw new PkiException($"{authority.Directory.PathOf(CertificateFiles.Certificate(identity.Name))} is there already: renew it, or revoke it and move it away.");
        }

        using var leaf = await authority.IssueAsync(identity, CommonOptions.By, cancellationToken);
        IssuedReport.Write(_common.Console(parsed), authority, "issued", [leaf]);
        return ExitCode.Success;
    }

    private IdentityDeclaration Identity(PkiAuthority authority, string name, ParseResult parsed)
    {
        var hasOptions = new Option[] { _kind, _names, _roles, _keyType, _lifetime }.Any(option => parsed.GetResult(option) is not null);
        if (authority.Configuration.Identities.FirstOrDefault(identity => identity.Name == name) is { } declared)
        {
            return hasOptions ? throw new PkiException($"pki.json declares {name}: change it there, and run bootstrap.") : declared;
        }

        if (!IdentityDeclaration.IsUsable(name))
        {
            throw new PkiException($"'{name}' cannot be the name of an identity: write lower-case letters, digits and hyphens, at most 64, and not the name of a CA.");
        }

        var kind = IdentityKinds.Parse(parsed.GetValue(_kind) ?? "client")!.Value;
        var names = (parsed.GetValue(_names) ?? []).Select(SubjectAlternativeName.Parse).Distinct().ToList();
        if (kind != IdentityKind.Client && !names.Exists(candidate => candidate.Kind is "DNS" or "IP"))
        {
            throw new PkiException($"{name} is a server, which needs at least one host name or IP address: give --san NAME.");
        }

        if (!names.Exists(candidate => candidate.Kind == "URI"))
        {
            names.Add(SubjectAlternativeName.SpiffeId(authority.Configuration.TrustDomain, name));
        }

        var lifetime = parsed.GetValue(_lifetime) is { } text ? Durations.Parse(text) : IdentityKinds.ProfileOf(kind).Lifetime;
        using var issuing = authority.Authorities().First(candidate => candidate.Name == CertificateFiles.Issuing).Certificate;
        if (DateTimeOffset.UtcNow + lifetime > new DateTimeOffset(issuing.NotAfter) && parsed.GetResult(_lifetime) is not null)
        {
            throw new PkiException($"{Durations.Format(lifetime)} is longer than the issuing CA lives (until {issuing.NotAfter.ToUniversalTime():yyyy-MM-dd}): shorten it.");
        }

        return new IdentityDeclaration(name, new LeafRequest
        {
            Subject = SubjectName.Of(name, authority.Configuration.Subject, parsed.GetValue(_roles) ?? []),
            AlternativeNames = names,
            Profile = IdentityKinds.ProfileOf(kind) with { Lifetime = lifetime },
        })
        {
            KeyType = KeyTypes.Parse(parsed.GetValue(_keyType) ?? "ecdsa-p256")!.Value,
        };
    }
}
