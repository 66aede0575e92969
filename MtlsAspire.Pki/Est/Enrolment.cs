using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Ledger;
using MtlsAspire.Pki.Operations;
using MtlsAspire.Pki.Service;

namespace MtlsAspire.Pki.Est;

/// <summary>
/// Decides who is enrolled, and as what. Of a client's request only the key gets into the certificate; subject, names, purpose and roles
/// are those that the identity has by <c>pki.json</c>, by its token or by its present certificate.
/// </summary>
internal sealed class Enrolment(PkiAuthority authority, EnrolmentTokens tokens, TimeProvider clock)
{
    /// <summary>Enrols by a one-time token (RFC 7030, 3.2.3 and 4.2.1).</summary>
    /// <param name="body">The request as it came.</param>
    /// <param name="credentials">The token as password, and the identity's name or nothing as user name.</param>
    /// <returns>The certificate.</returns>
    /// <exception cref="RefusedException">The token is not good, or the request asks for more than it allows.</exception>
    /// <exception cref="PkiException">The request is malformed.</exception>
    public X509Certificate2 Enrol(byte[] body, BasicCredentials credentials)
    {
        var token = Examine(credentials);
        var request = Decode(body);
        var identity = TemplateOf(token.Identity)
            ?? IdentityTemplates.Undeclared(authority.Configuration, token.Identity, token.Hosts, roles: []).Request;
        RequestedNames.RequireWithin(request, identity);
        if (!tokens.TryUse(token))
        {
            throw Used(token);
        }

        try
        {
            return authority.Sign(token.Identity, identity, request.PublicKey, $"EST, token {token.Id} of {token.CreatedBy}");
        }
        catch
        {
            tokens.Return(token);
            throw;
        }
    }

    /// <summary>Enrols again by the present certificate (RFC 7030, 4.2.2): same subject, same names, for the same key or a new one.</summary>
    /// <param name="body">The request as it came.</param>
    /// <param name="current">The ledger's entry for the present certificate, which is good.</param>
    /// <returns>The certificate.</returns>
    /// <exception cref="RefusedException">The request asks for something else, or the identity is no longer what the certificate says.</exception>
    /// <exception cref="PkiException">The request is malformed.</exception>
    public X509Certificate2 Reenrol(byte[] body, LedgerEntry current)
    {
        if (current.Kind is not (LedgerKind.Leaf or LedgerKind.SignedRequest))
        {
            throw RefusedException.Forbidden("identity_not_allowed", "This certificate is not that of an identity, and is not renewed by enrolment.");
        }

        var request = Decode(body);
        using var certificate = X509CertificateLoader.LoadCertificate(current.Der.Span);
        var template = TemplateOf(certificate);
        RequestedNames.RequireSame(request, template);
        RequireStillDeclared(current.Name, template);
        return authority.Sign(current.Name, template, request.PublicKey, $"EST, {current.Name}");
    }

    private EnrolmentToken Examine(BasicCredentials credentials)
    {
        if (tokens.Find(credentials.Password) is not { } token)
        {
            throw RefusedException.Unauthorized("token_unknown", "The token is not known: ask an operator for one.");
        }

        if (credentials.UserName.Length > 0 && credentials.UserName != token.Identity)
        {
            throw RefusedException.Unauthorized("token_unknown", "The token is for another identity: give that one's name as user name.");
        }

        if (token.UsedAt is not null)
        {
            throw Used(token);
        }

        return clock.GetUtcNow() < token.ExpiresAt
            ? token
            : throw RefusedException.Unauthorized("token_expired", $"The token expired at {token.ExpiresAt:u}: ask an operator for a new one.");
    }

    private ForeignRequest Decode(byte[] body)
    {
        var request = ForeignRequest.Read(EstBase64.Decode(body));
        var accepted = authority.Configuration.Signing.KeyTypes;
        return accepted.Contains(request.KeyType)
            ? request
            : throw new PkiException($"The key of the request is {KeyTypes.NameOf(request.KeyType)}: use one of {string.Join(", ", accepted.Select(KeyTypes.NameOf))}.");
    }

    private LeafRequest? TemplateOf(string name) => IdentityTemplates.Declared(authority.Configuration, name) switch
    {
        { Defect: not null } => throw RefusedException.Forbidden(
            "identity_not_allowed", $"'{name}' is declared with a defect, for a rehearsal: bootstrap makes it, enrolment does not."),
        var declared => declared?.Request,
    };

    private static LeafRequest TemplateOf(X509Certificate2 certificate)
    {
        var period = Validity.Of(certificate);
        var purposes = certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().SelectMany(extension => extension.EnhancedKeyUsages.Cast<System.Security.Cryptography.Oid>());
        return new LeafRequest
        {
            Subject = certificate.SubjectName,
            AlternativeNames = SubjectAlternativeNames.Read(certificate.Extensions),
            Profile = CertificateProfile.Client with
            {
                ExtendedKeyUsages = [.. purposes.Select(purpose => purpose.Value!)],
                Lifetime = period.NotAfter - period.NotBefore - Validity.Backdating,
            },
        };
    }

    // What pki.json no longer gives, a role above all, must not live on through renewals.
    private void RequireStillDeclared(string name, LeafRequest template)
    {
        if (TemplateOf(name) is { } declared
            && (!declared.Subject.RawData.AsSpan().SequenceEqual(template.Subject.RawData)
                || !declared.AlternativeNames.ToHashSet().SetEquals(template.AlternativeNames)
                || !declared.Profile.ExtendedKeyUsages.ToHashSet().SetEquals(template.Profile.ExtendedKeyUsages)))
        {
            throw RefusedException.Forbidden(
                "identity_changed", $"The declaration of '{name}' has changed since this certificate was issued: enrol anew with a token.");
        }
    }

    private static RefusedException Used(EnrolmentToken token) => RefusedException.Unauthorized(
        "token_used", token.UsedAt is { } at ? $"The token was used at {at:u}, and works once: ask an operator for a new one." : "The token has just been used, and works once: ask an operator for a new one.");
}
