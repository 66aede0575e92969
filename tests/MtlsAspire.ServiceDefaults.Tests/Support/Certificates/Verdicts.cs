using MtlsAspire.ServiceDefaults.MutualTls;

namespace MtlsAspire.Tests.Support.Certificates;

/// <summary>What tests say about verdicts.</summary>
public static class Verdicts
{
    public static void AssertAccepted(this PeerVerdict verdict) => Assert.True(verdict.IsAccepted, verdict.Code + ": " + verdict.Explanation);

    public static void AssertRefused(this PeerVerdict verdict, RefusalReason reason)
    {
        Assert.True(verdict.Reason == reason, $"expected {reason.Code()}, found {verdict.Code}: {verdict.Explanation}");
        Assert.EndsWith(".", verdict.Explanation, StringComparison.Ordinal);
        Assert.DoesNotContain(verdict.Explanation, char.IsControl);
    }
}
