using System.Security.Cryptography.X509Certificates;
using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Tests.Support;

namespace MtlsAspire.Pki.Tests.Authority;

/// <summary>What .NET's chain builder says of good leaves, and of each kind of bad one that can be issued for a rehearsal.</summary>
public sealed class ChainTests : IDisposable
{
    private static readonly DateTimeOffset Now = SetClock.Noon;

    private readonly CertificateAuthority _root = CertificateAuthority.CreateRoot("Root", clock: SetClock.AtNoon());
    private readonly CertificateAuthority _issuing;

    public ChainTests() => _issuing = _root.CreateIssuing("Issuing");

    public void Dispose()
    {
        _issuing.Dispose();
        _root.Dispose();
    }

    [Fact]
    public void A_client_and_a_server_are_good_for_their_own_purpose_only()
    {
        using var client = _issuing.Issue(LeafRequest.Client("client1"));
        using var server = _issuing.Issue(LeafRequest.Server("server", "localhost"));

        Assert.Empty(Faults(client, CertificateProfile.ClientAuthentication));
        Assert.Empty(Faults(server, CertificateProfile.ServerAuthentication));
        Assert.Equal([X509ChainStatusFlags.NotValidForUsage], Faults(client, CertificateProfile.ServerAuthentication));
        Assert.Equal([X509ChainStatusFlags.NotValidForUsage], Faults(server, CertificateProfile.ClientAuthentication));
    }

    [Fact]
    public void A_peer_of_both_kinds_is_good_for_both_purposes()
    {
        using var peer = _issuing.Issue(LeafRequest.Client("peer") with { Profile = CertificateProfile.ServerAndClient });

        Assert.Empty(Faults(peer, CertificateProfile.ClientAuthentication));
        Assert.Empty(Faults(peer, CertificateProfile.ServerAuthentication));
    }

    [Fact]
    public void An_explicit_period_is_taken_as_it_is_even_before_the_issuers()
    {
        using var expired = _issuing.Issue(LeafRequest.Client("late") with { Validity = new Validity(Now.AddDays(-2), Now.AddDays(-1)) });
        using var early = _issuing.Issue(LeafRequest.Client("early") with { Validity = new Validity(Now.AddDays(1), Now.AddDays(2)) });

        Assert.Equal(new Validity(Now.AddDays(-2), Now.AddDays(-1)), Validity.Of(expired));
        Assert.Equal([X509ChainStatusFlags.NotTimeValid], Faults(expired, CertificateProfile.ClientAuthentication));
        Assert.Equal([X509ChainStatusFlags.NotTimeValid], Faults(early, CertificateProfile.ClientAuthentication));
    }

    [Fact]
    public void A_leaf_of_another_CA_and_a_self_signed_leaf_are_not_trusted()
    {
        using var other = CertificateAuthority.CreateRoot("Root", clock: SetClock.AtNoon());
        using var foreign = other.Issue(LeafRequest.Client("client1"));
        using var selfSigned = CertificateAuthority.IssueSelfSigned(LeafRequest.Client("client1"), SetClock.AtNoon());

        Assert.Contains(X509ChainStatusFlags.PartialChain, Faults(foreign, CertificateProfile.ClientAuthentication));
        Assert.Contains(X509ChainStatusFlags.UntrustedRoot, Faults(selfSigned, CertificateProfile.ClientAuthentication));
    }

    [Fact]
    public void A_CA_below_an_issuing_CA_breaks_the_path_length()
    {
        using var third = _issuing.CreateIssuing("Third");
        using var leaf = third.Issue(LeafRequest.Client("client1"));

        var faults = PkiAssert.ChainFaults(
            leaf, _root.Certificate, [_issuing.Certificate, third.Certificate], CertificateProfile.ClientAuthentication, Now);

        Assert.Contains(X509ChainStatusFlags.InvalidBasicConstraints, faults);
    }

    [Fact]
    public void A_bent_profile_is_issued_as_asked()
    {
        using var leaf = _issuing.Issue(LeafRequest.Client("client1") with
        {
            AlternativeNames = [],
            Profile = CertificateProfile.Client with { ExtendedKeyUsages = [] },
        });

        Assert.Empty(leaf.Extensions.OfType<X509EnhancedKeyUsageExtension>());
        Assert.Empty(leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>());
    }

    private IReadOnlyList<X509ChainStatusFlags> Faults(X509Certificate2 leaf, string purpose) =>
        PkiAssert.ChainFaults(leaf, _root.Certificate, [_issuing.Certificate], purpose, Now);
}
