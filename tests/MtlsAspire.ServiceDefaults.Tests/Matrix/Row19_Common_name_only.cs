using System.Security.Authentication;
using MtlsAspire.Pki.Authority;
using MtlsAspire.ServiceDefaults.MutualTls;

namespace MtlsAspire.ServiceDefaults.Tests.Matrix;

/// <summary>
/// A certificate whose only name is its common name, which identifies nobody. Refused; where a setting allows such certificates, a
/// client has no identity that an endpoint could allow, and a server still not the name that was called.
/// </summary>
public sealed class Row19_Common_name_only : MatrixTest
{
    private const string Allowance = "--MutualTls:Validation:Allow:MissingSubjectAlternativeName=true";

    [Theory]
    [MemberData(nameof(LockOneCases))]
    public async Task A_client_without_alternative_names_is_refused(SslProtocols protocol, HandshakeMode mode)
    {
        await using var server = await LockOne.StartAsync(Pki);
        using var leaf = Pki.Issuing.Issue(LeafRequest.Client("client1") with { AlternativeNames = [] });

        var seen = await server.TryAsync(mode, protocol, leaf, Pki.Issuing.Certificate);

        AssertRefused("bad_certificate", seen, protocol, mode);
    }

    [Theory]
    [MemberData(nameof(LockOneCases))]
    public async Task Where_the_setting_allows_it_the_common_name_is_no_identity(SslProtocols protocol, HandshakeMode mode)
    {
        await using var server = await LockOne.StartAsync(Pki, Allowance);
        using var leaf = Pki.Issuing.Issue(LeafRequest.Client("client1") with { AlternativeNames = [] });

        AssertAccepted(await server.GetAsync(mode, protocol, "/claims", leaf), protocol, mode);
        AssertForbidden(await server.GetAsync(mode, protocol, "/client1", leaf), protocol, mode);
    }

    [Theory]
    [MemberData(nameof(LockTwoCases))]
    public async Task A_server_without_alternative_names_is_refused(SslProtocols protocol)
    {
        await using var client = await LockTwo.StartAsync(Pki);
        using var leaf = Pki.Issuing.Issue(LeafRequest.Server("server", "localhost") with { Subject = SubjectName.Of("localhost"), AlternativeNames = [] });

        var seen = await client.TryAsync(protocol, leaf, Pki.Issuing.Certificate);

        AssertRefused("bad_certificate", seen, protocol);
    }

    [Theory]
    [MemberData(nameof(LockTwoCases))]
    public async Task Where_the_setting_allows_it_the_common_name_is_not_the_name_that_was_called(SslProtocols protocol)
    {
        await using var client = await LockTwo.StartAsync(Pki, configure: null, Allowance);
        using var leaf = Pki.Issuing.Issue(LeafRequest.Server("server", "localhost") with { Subject = SubjectName.Of("localhost"), AlternativeNames = [] });

        var seen = await client.TryAsync(protocol, leaf, Pki.Issuing.Certificate);

        AssertRefused("name_mismatch", seen, protocol);
    }
}
