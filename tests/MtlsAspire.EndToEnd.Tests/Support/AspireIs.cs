using Aspire.Hosting;

namespace MtlsAspire.EndToEnd.Tests.Support;

/// <summary>Which Aspire this build is made with; see docs/embedded-aspire.md.</summary>
public static class AspireIs
{
    public const string EmbeddedPrefix = "Embedded.";

    public static bool Embedded { get; } =
        typeof(DistributedApplication).Assembly.GetName().Name!.StartsWith(EmbeddedPrefix, StringComparison.Ordinal);
}
