namespace Microsoft.AspNetCore.Authentication.Certificate;

/// <summary>Default values of certificate authentication.</summary>
public static class CertificateAuthenticationDefaults
{
    /// <summary>The name of the scheme if none is given.</summary>
    public const string AuthenticationScheme = "Certificate";
}
