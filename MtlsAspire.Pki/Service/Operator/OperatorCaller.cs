using System.Reflection;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Ledger;

namespace MtlsAspire.Pki.Service.Operator;

/// <summary>Who operates the CA: the holder of a good certificate with the role of an operator.</summary>
/// <param name="Name">The name of the identity.</param>
/// <param name="SerialNumber">The serial number of its certificate.</param>
internal sealed record OperatorCaller(string Name, string SerialNumber)
{
    /// <summary>The role: an organizational unit (OU) of the certificate's subject, which no signing request can bring about.</summary>
    public const string Role = "operator";

    /// <summary>How the ledger calls this operator.</summary>
    public string By => $"operator {Name}";

    /// <summary>The operator whose certificate this is.</summary>
    /// <exception cref="RefusedException">The certificate does not carry the role.</exception>
    public static OperatorCaller Of(LedgerEntry entry)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(entry.Der.Span);
        return SubjectName.RolesOf(certificate.SubjectName).Contains(Role, StringComparer.Ordinal)
            ? new OperatorCaller(entry.Name, entry.Serial)
            : throw RefusedException.Forbidden(
                "identity_not_allowed", $"'{entry.Subject}' has no role {Role}: use the certificate of an operator, whose subject says OU={Role}.");
    }

    /// <summary>For the framework: the operator of a request, which <see cref="OperatorOnly"/> has let through.</summary>
    public static ValueTask<OperatorCaller?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        ValueTask.FromResult(context.Features.Get<OperatorCaller>());
}
