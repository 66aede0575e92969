using Microsoft.AspNetCore.Authentication.Certificate;

namespace MtlsAspire.Server.Endpoints;

/// <summary><c>GET /</c>: greets a client whose certificate is good by name, as plain text for everybody who tries.</summary>
internal static class Greeting
{
    private const string Utf8Text = "text/plain; charset=utf-8";

    public static Task AnswerAsync(HttpContext context)
    {
        context.Response.ContentType = Utf8Text;
        if (context.User.Identity is { IsAuthenticated: true } client)
            return context.Response.WriteAsync($"Hello, {client.Name}! Client verified ✅");

        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = CertificateAuthenticationDefaults.AuthenticationScheme;
        return context.Response.WriteAsync("❌ Client authentication failed.");
    }
}
