using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using MtlsAspire.ServiceDefaults;
using MtlsAspire.ServiceDefaults.MutualTls;

namespace MtlsAspire.Comparison.Servers;

/// <summary>A service as anyone would write it with the service defaults: every check on, every request authorized.</summary>
internal static class OurService
{
    public static Task<int> RunAsync(string[] settings) => ServiceProgram.RunAsync(async () =>
    {
        var builder = WebApplication.CreateSlimBuilder(settings);
        builder.AddServiceDefaults();
        builder.AddMutualTlsServer();
        await using var app = builder.Build();
        app.MapGet("/", () => TypedResults.Text("Hello, client1!\n")).RequireAuthorization();
        await app.RunAsync();
    });
}
