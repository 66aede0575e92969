using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using MtlsAspire.ServiceDefaults.MutualTls;

namespace MtlsAspire.Pki.Verify;

/// <summary>Writes a verification for people, or as JSON.</summary>
internal static class VerificationReport
{
    /// <summary>A block for each certificate from the trust anchor down, a line for each check, and the verdict last.</summary>
    public static string Text(Verification verification)
    {
        var text = new StringBuilder();
        string? current = null;
        foreach (var step in verification.Steps)
        {
            var heading = step.Subject ?? "The path as a whole";
            if (heading != current) text.AppendLine(heading);
            current = heading;
            text.Append(step.Problem is null ? "  ok    " : "  FAIL  ").AppendLine(step.Check);
            if (step.Problem is not null) text.Append("        ").AppendLine(step.Problem);
        }

        if (verification.Steps.Count > 0) text.AppendLine();
        if (!verification.IsRevocationChecked) text.AppendLine("Revocation was not checked: no revocation list was given (--crl FILE).");
        foreach (var warning in verification.Verdict.Warnings) text.Append("warning: ").AppendLine(warning.Explanation);
        return text.Append(Verdict(verification.Verdict)).ToString();
    }

    /// <summary>One JSON object: accepted, reason, explanation, time, path and steps.</summary>
    public static string Json(Verification verification)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteBoolean("accepted", verification.Verdict.IsAccepted);
            writer.WriteString("reason", verification.Verdict.Reason?.Code());
            writer.WriteString("explanation", verification.Verdict.Explanation);
            writer.WriteString("time", verification.Time);
            writer.WriteBoolean("revocationChecked", verification.IsRevocationChecked);
            WritePath(writer, verification.Verdict.Path);
            WriteSteps(writer, verification);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static string Verdict(PeerVerdict verdict) =>
        verdict.IsAccepted ? "accepted" : $"refused: {verdict.Code}: {verdict.Explanation}";

    private static void WritePath(Utf8JsonWriter writer, IReadOnlyList<ReadOnlyMemory<byte>> path)
    {
        writer.WriteStartArray("path");
        foreach (var der in path)
        {
            using var certificate = X509CertificateLoader.LoadCertificate(der.Span);
            writer.WriteStartObject();
            writer.WriteString("subject", certificate.Subject);
            writer.WriteString("issuer", certificate.Issuer);
            writer.WriteString("serialNumber", certificate.SerialNumber);
            writer.WriteString("notBefore", certificate.NotBefore.ToUniversalTime());
            writer.WriteString("notAfter", certificate.NotAfter.ToUniversalTime());
            writer.WriteString("sha256", certificate.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteSteps(Utf8JsonWriter writer, Verification verification)
    {
        writer.WriteStartArray("steps");
        foreach (var step in verification.Steps)
        {
            writer.WriteStartObject();
            writer.WriteString("subject", step.Subject);
            writer.WriteString("check", step.Check);
            writer.WriteBoolean("passed", step.Problem is null);
            writer.WriteString("reason", step.Reason?.Code());
            writer.WriteString("problem", step.Problem);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
