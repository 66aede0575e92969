using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.Tests.Support.Certificates;

namespace MtlsAspire.ServiceDefaults.Tests.Validation;

public sealed class ValidityTests
{
    private static readonly DateTimeOffset Start = StandingClock.Noon;
    private static readonly DateTimeOffset End = Start.AddHours(1);

    private readonly Entity _root = Entity.Root();

    [Theory]
    [InlineData(-1_000, "certificate_not_yet_valid")]
    [InlineData(-1, "certificate_not_yet_valid")]
    [InlineData(0, "accepted")]
    [InlineData(3_600_000, "accepted")]
    [InlineData(3_600_999, "accepted")] // certificates count in whole seconds
    [InlineData(3_601_000, "certificate_expired")]
    public void Both_ends_belong_to_the_period(int milliseconds, string code)
    {
        var leaf = _root.Issue(Recipe.Client() with { NotBefore = Start, NotAfter = End });

        Assert.Equal(code, (Trial.Of(_root) with { Clock = At(milliseconds) }).Judge(leaf).Code);
    }

    [Theory]
    [InlineData(-301, "certificate_not_yet_valid")]
    [InlineData(-300, "accepted")]
    [InlineData(3_900, "accepted")]
    [InlineData(3_901, "certificate_expired")]
    public void Clock_skew_widens_it_at_both_ends(int seconds, string code)
    {
        var leaf = _root.Issue(Recipe.Client() with { NotBefore = Start, NotAfter = End });
        var trial = Trial.Of(_root) with { Clock = At(seconds * 1_000) };

        Assert.Equal(code, (trial with { Options = trial.Options with { ClockSkew = TimeSpan.FromMinutes(5) } }).Judge(leaf).Code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_period_of_every_certificate_counts(bool isAnchor)
    {
        var shortRecipe = Recipe.Authority("O=Acme;CN=Short") with { NotAfter = End };
        var authority = isAnchor ? Entity.SelfSigned(shortRecipe) : _root.Issue(shortRecipe);
        var leaf = authority.Issue(Recipe.Client());
        var trial = isAnchor ? Trial.Of(authority) : Trial.Of(_root, authority);

        (trial with { Clock = At(0) }).Judge(leaf).AssertAccepted();
        var verdict = (trial with { Clock = At(3_601_000) }).Judge(leaf);
        verdict.AssertRefused(RefusalReason.CertificateExpired);
        Assert.Contains("CN=Short", verdict.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_negative_skew_makes_no_sense()
    {
        var trial = Trial.Of(_root);

        Assert.Throws<ArgumentException>(() => (trial with { Options = trial.Options with { ClockSkew = TimeSpan.FromSeconds(-1) } }).Validator);
    }

    private static StandingClock At(int milliseconds) => new() { Now = Start.AddMilliseconds(milliseconds) };
}
