using Microsoft.AspNetCore.Http.Features;
using MtlsAspire.ServiceDefaults.MutualTls;

namespace MtlsAspire.Server.Endpoints;

/// <summary><c>GET /whoami</c>: tells an authenticated client what the server sees of it.</summary>
internal static class WhoAmI
{
    public static Task AnswerAsync(HttpContext context)
    {
        var connection = context.Features.GetRequiredFeature<IPeerCertificateFeature>().Connection;
        return context.Response.WriteAsJsonAsync(
            WhoAmIAnswer.Of(connection!), ServerJsonContext.Default.WhoAmIAnswer, contentType: null, context.RequestAborted);
    }
}
