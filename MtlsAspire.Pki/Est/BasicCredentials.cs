using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace MtlsAspire.Pki.Est;

/// <summary>The user name and password of HTTP Basic authentication (RFC 7617).</summary>
/// <param name="UserName">The name; may be empty.</param>
/// <param name="Password">The password.</param>
internal sealed record BasicCredentials(string UserName, string Password)
{
    /// <summary>The credentials of a request, or null where it has none that can be read.</summary>
    public static BasicCredentials? Of(HttpRequest request)
    {
        if (!AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header)
            || !header.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase)
            || header.Parameter is null)
        {
            return null;
        }

        try
        {
            var text = Encoding.UTF8.GetString(Convert.FromBase64String(header.Parameter));
            return text.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? new(text[..colon], text[(colon + 1)..]) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Never the password: this ends up in logs.</summary>
    public override string ToString() => UserName;
}
