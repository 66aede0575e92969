using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;
using MtlsAspire.ServiceDefaults.MutualTls;

namespace MtlsAspire.ServiceDefaults.Tests.Matrix;

/// <summary>
/// The clocks of the two ends differ: by less than the set five minutes, a certificate that has just expired or is about to become valid
/// is accepted; by more, or where nothing is set, it is refused.
/// </summary>
public sealed class Row34_Clock_skew : MatrixTest
{
    private const string Skew = "--MutualTls:Validation:ClockSkew=00:05:00";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    // What a handshake may take on a busy machine; the test is about minutes.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    [Theory]
    [MemberData(nameof(LockOneCases))]
    public async Task Clients_within_the_skew_are_accepted_and_others_not(SslProtocols protocol, HandshakeMode mode)
    {
        await using var server = await LockOne.StartAsync(Pki, Skew);

        AssertAccepted(await TryAsync(ExpiredSince(Limit - Margin)), protocol, mode);
        AssertRefused("certificate_expired", await TryAsync(ExpiredSince(Limit + Margin)), protocol, mode);
        AssertAccepted(await TryAsync(ValidIn(Limit - Margin)), protocol, mode);
        AssertRefused("certificate_not_yet_valid", await TryAsync(ValidIn(Limit + Margin)), protocol, mode);

        async Task<HandshakeSeen> TryAsync(Validity validity)
        {
            using var leaf = Pki.Issuing.Issue(LeafRequest.Client("client1") with { Validity = validity });
            return await server.TryAsync(mode, protocol, leaf, Pki.Issuing.Certificate);
        }
    }

    [Theory]
    [MemberData(nameof(LockOneCases))]
    public async Task Where_no_skew_is_set_a_minute_is_too_much(SslProtocols protocol, HandshakeMode mode)
    {
        await using var server = await LockOne.StartAsync(Pki);
        using var leaf = Pki.Issuing.Issue(LeafRequest.Client("client1") with { Validity = ExpiredSince(TimeSpan.FromMinutes(1)) });

        AssertRefused("certificate_expired", await server.TryAsync(mode, protocol, leaf, Pki.Issuing.Certificate), protocol, mode);
    }

    [Theory]
    [MemberData(nameof(LockTwoCases))]
    public async Task Servers_within_the_skew_are_accepted_and_others_not(SslProtocols protocol)
    {
        await using var client = await LockTwo.StartAsync(Pki, configure: null, Skew);

        AssertAccepted(await TryAsync(ExpiredSince(Limit - Margin)), protocol);
        AssertRefused("certificate_expired", await TryAsync(ExpiredSince(Limit + Margin)), protocol);
        AssertAccepted(await TryAsync(ValidIn(Limit - Margin)), protocol);
        AssertRefused("certificate_not_yet_valid", await TryAsync(ValidIn(Limit + Margin)), protocol);

        async Task<HandshakeSeen> TryAsync(Validity validity)
        {
            using X509Certificate2 leaf = Pki.Issuing.Issue(LeafRequest.Server("server", "localhost") with { Validity = validity });
            return await client.TryAsync(protocol, leaf, Pki.Issuing.Certificate);
        }
    }

    private static Validity ExpiredSince(TimeSpan age) => new(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow - age);

    private static Validity ValidIn(TimeSpan time) => new(DateTimeOffset.UtcNow + time, DateTimeOffset.UtcNow.AddDays(1));
}
