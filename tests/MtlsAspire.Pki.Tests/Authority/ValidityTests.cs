using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Tests.Support;

namespace MtlsAspire.Pki.Tests.Authority;

public sealed class ValidityTests
{
    private static readonly DateTimeOffset Start = SetClock.Noon;
    private static readonly Validity NinetyDays = new(Start, Start.AddDays(90));

    [Fact]
    public void Fractions_of_a_second_are_cut_off()
    {
        var validity = new Validity(Start.AddMilliseconds(999), Start.AddMilliseconds(1999));

        Assert.Equal(new Validity(Start, Start.AddSeconds(1)), validity);
    }

    [Fact]
    public void A_period_that_ends_before_it_starts_is_refused() =>
        Assert.Throws<ArgumentException>(() => new Validity(Start, Start.AddSeconds(-1)));

    [Fact]
    public void Renewal_is_due_when_less_than_a_third_is_left()
    {
        Assert.False(NinetyDays.IsDueForRenewal(Start.AddDays(60)));
        Assert.True(NinetyDays.IsDueForRenewal(Start.AddDays(60).AddSeconds(1)));
    }

    [Fact]
    public void The_last_second_is_still_valid()
    {
        Assert.False(NinetyDays.IsOver(Start.AddDays(90)));
        Assert.True(NinetyDays.IsOver(Start.AddDays(90).AddSeconds(1)));
    }
}
