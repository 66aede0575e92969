using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.ServiceDefaults.MutualTls.Validation;
using MtlsAspire.Tests.Support.Certificates;

namespace MtlsAspire.ServiceDefaults.Tests.Validation;

/// <summary>The profile of certificates (RFC 5280, section 4): what breaks it, and which setting relaxes it.</summary>
public sealed class ProfileTests
{
    private static readonly byte[] SomeKey = [1, 2, 3, 4];

    /// <summary>How a leaf is spoiled, why it is refused, and what lets it pass; <c>null</c> if nothing does.</summary>
    private static readonly Dictionary<string, (Func<Recipe, Recipe> Spoil, RefusalReason Reason, Func<ProfileAllowances, ProfileAllowances>? Allow)> Leaves = new(StringComparer.Ordinal)
    {
        ["no authority key identifier"] = (
            recipe => recipe with { HasKeyIdentifiers = false }, RefusalReason.BadCertificate, allow => allow with { MissingKeyIdentifiers = true }),
        ["critical authority key identifier"] = (
            recipe => recipe.With(Extension.AuthorityKey(SomeKey, isCritical: true)), RefusalReason.BadCertificate, null),
        ["critical subject key identifier"] = (
            recipe => recipe.With(Extension.SubjectKey(SomeKey, isCritical: true)), RefusalReason.BadCertificate, null),
        ["serial number 0"] = (
            recipe => recipe with { SerialNumber = [0] }, RefusalReason.BadCertificate, allow => allow with { IrregularSerialNumber = true }),
        ["negative serial number"] = (
            recipe => recipe with { SerialNumber = [0x80, 1] }, RefusalReason.BadCertificate, allow => allow with { IrregularSerialNumber = true }),
        ["serial number of 21 octets"] = (
            recipe => recipe with { SerialNumber = [.. Enumerable.Repeat((byte)1, 21)] }, RefusalReason.BadCertificate, allow => allow with { IrregularSerialNumber = true }),
        ["unknown critical extension"] = (
            recipe => recipe.With(new Extension(Extension.Strange, IsCritical: true, [5, 0])), RefusalReason.UnsupportedCertificate, null),
        ["an extension twice"] = (
            recipe => recipe with { Extensions = [.. recipe.Extensions, Extension.Purposes(Extension.ClientAuthentication)] }, RefusalReason.BadCertificate, null),
        ["two signature algorithms"] = (
            recipe => recipe with { OuterAlgorithm = [0x30, 0x0a, 6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 3] }, RefusalReason.BadCertificate, null),
        ["no subject alternative name"] = (
            recipe => recipe.Without(Extension.SubjectAlternativeName), RefusalReason.BadCertificate, allow => allow with { MissingSubjectAlternativeName = true }),
        ["critical subject alternative name beside a subject"] = (
            recipe => recipe.With(Extension.Names(isCritical: true, "DNS:a.acme.example")), RefusalReason.BadCertificate, allow => allow with { CriticalSubjectAlternativeName = true }),
        ["no subject, and a subject alternative name that is not critical"] = (
            recipe => recipe with { Subject = "" }, RefusalReason.BadCertificate, null),
        ["malformed subject alternative name"] = (
            recipe => recipe.With(new Extension(Extension.SubjectAlternativeName, IsCritical: false, "DNS:a"u8.ToArray())), RefusalReason.BadCertificate, null),
        ["empty subject alternative name"] = (
            recipe => recipe.With(Extension.Names()), RefusalReason.BadCertificate, null),
        ["empty key usage"] = (
            recipe => recipe.With(Extension.Usage()), RefusalReason.BadCertificate, null),
        ["empty extended key usage"] = (
            recipe => recipe.With(Extension.Purposes()), RefusalReason.BadCertificate, null),
        ["empty policies"] = (
            recipe => recipe.With(Extension.PolicyList()), RefusalReason.BadCertificate, null),
        ["a policy twice"] = (
            recipe => recipe.With(Extension.PolicyList("1.2.3", "1.2.3")), RefusalReason.BadCertificate, null),
        ["malformed authority information access"] = (
            recipe => recipe.With(new Extension(Extension.AuthorityInformationAccess, IsCritical: false, "x"u8.ToArray())), RefusalReason.BadCertificate, null),
        ["octets behind an extension's end"] = (
            recipe => recipe.With(new Extension(Extension.BasicConstraints, IsCritical: false, [0x30, 0, 0])), RefusalReason.BadCertificate, null),
        ["a false that is the default"] = (
            recipe => recipe.With(new Extension(Extension.BasicConstraints, IsCritical: false, [0x30, 3, 1, 1, 0])), RefusalReason.BadCertificate, null),
        ["a path length without cA"] = (
            recipe => recipe.With(new Extension(Extension.BasicConstraints, IsCritical: false, [0x30, 3, 2, 1, 0])), RefusalReason.BadCertificate, null),
        ["a host with an underscore"] = (
            recipe => recipe.With(Extension.Names("DNS:a_b.acme.example")), RefusalReason.BadCertificate, allow => allow with { UnderscoreInHostNames = true }),
        ["a wildcard for all of a country"] = (
            recipe => recipe.With(Extension.Names("DNS:*.co.uk")), RefusalReason.BadCertificate, allow => allow with { WildcardBelowPublicSuffix = true }),
        ["a wildcard for a top-level domain"] = (
            recipe => recipe.With(Extension.Names("DNS:*.example")), RefusalReason.BadCertificate, allow => allow with { WildcardBelowPublicSuffix = true }),
        ["a common name that is another host"] = (
            recipe => (recipe with { Subject = "CN=b.acme.example" }).With(Extension.Names("DNS:a.acme.example")), RefusalReason.BadCertificate, allow => allow with { CommonNameOutsideAlternativeNames = true }),
        ["a common name in other letters"] = (
            recipe => (recipe with { Subject = "C=DE;CN=A.acme.example" }).With(Extension.Names("DNS:a.acme.example")), RefusalReason.BadCertificate, allow => allow with { CommonNameOutsideAlternativeNames = true }),
        ["a common name that is another address"] = (
            recipe => (recipe with { Subject = "CN=192.0.2.2" }).With(Extension.Names("IP:192.0.2.1")), RefusalReason.BadCertificate, allow => allow with { CommonNameOutsideAlternativeNames = true }),
    };

    /// <summary>Leaves that look odd and are good.</summary>
    private static readonly Dictionary<string, Func<Recipe, Recipe>> GoodLeaves = new(StringComparer.Ordinal)
    {
        ["as it is"] = recipe => recipe,
        ["unknown extension that is not critical"] = recipe => recipe.With(new Extension(Extension.Strange, IsCritical: false, [5, 0])),
        ["no subject, and a critical subject alternative name"] = recipe => (recipe with { Subject = "" }).With(Extension.Names(isCritical: true, "DNS:a.acme.example")),
        ["serial number of 20 octets"] = recipe => recipe with { SerialNumber = [.. Enumerable.Repeat((byte)1, 20)] },
        ["a common name that is a subject alternative name"] = recipe => (recipe with { Subject = "CN=a.acme.example" }).With(Extension.Names("DNS:a.acme.example")),
        ["a common name that is the domain of the host"] = recipe => (recipe with { Subject = "CN=acme.example" }).With(Extension.Names("DNS:a.acme.example")),
        ["a common name that is no host"] = recipe => (recipe with { Subject = "CN=client1" }).With(Extension.Names("DNS:a.acme.example")),
        ["a host as common name of an organization"] = recipe => (recipe with { Subject = "O=Acme;CN=b.acme.example" }).With(Extension.Names("DNS:a.acme.example")),
        ["basicConstraints of a leaf"] = recipe => recipe.With(Extension.NoAuthority()),
        ["a wildcard"] = recipe => recipe.With(Extension.Names("DNS:*.acme.example")),
    };

    private readonly Entity _root = Entity.Root();

    public static TheoryData<string> SpoiledLeaves => [.. Leaves.Keys];

    public static TheoryData<string> SoundLeaves => [.. GoodLeaves.Keys];

    [Theory]
    [MemberData(nameof(SpoiledLeaves))]
    public void A_spoiled_leaf_is_refused_unless_its_setting_allows_it(string name)
    {
        var (spoil, reason, allow) = Leaves[name];
        var leaf = _root.Issue(spoil(Recipe.Client()));

        Trial.Of(_root).Judge(leaf).AssertRefused(reason);
        if (allow is not null) Trial.Of(_root).Allowing(allow).Judge(leaf).AssertAccepted();
        else Trial.Of(_root).Allowing(_ => Everything).Judge(leaf).AssertRefused(reason);
    }

    [Theory]
    [MemberData(nameof(SoundLeaves))]
    public void An_odd_leaf_is_accepted(string name) => Trial.Of(_root).Judge(_root.Issue(GoodLeaves[name](Recipe.Client()))).AssertAccepted();

    [Theory]
    [InlineData(".acme.example")]
    [InlineData("acme..example")]
    [InlineData("acme.example.")]
    [InlineData("*")]
    [InlineData("*acme.example")]
    [InlineData("a*.acme.example")]
    [InlineData("www.*.example")]
    [InlineData("*.*.example")]
    [InlineData("-a.example")]
    [InlineData("a b.example")]
    [InlineData("192.0.2.1")]
    [InlineData("a.0x7f")]
    [InlineData("")]
    [InlineData("acme.example\0.evil.example")]
    public void What_is_no_host_name_is_refused(string host) =>
        Trial.Of(_root).Judge(_root.Issue(Recipe.Client().With(Extension.Names("DNS:" + host)))).AssertRefused(RefusalReason.BadCertificate);

    [Theory]
    [InlineData("email:ops")]
    [InlineData("email:@acme.example")]
    [InlineData("email:a@b@acme.example")]
    [InlineData("email:a b@acme.example")]
    [InlineData("email:.a@acme.example")]
    [InlineData("URI:spiffe")]
    [InlineData("URI:://acme.example")]
    [InlineData("URI:spiffe://acme.example/a b")]
    [InlineData("URI:1a:x")]
    public void What_is_no_address_and_no_URI_is_refused(string name) =>
        Trial.Of(_root).Judge(_root.Issue(Recipe.Client().With(Extension.Names(name)))).AssertRefused(RefusalReason.BadCertificate);

    [Fact]
    public void A_CA_has_key_identifiers_unless_allowed()
    {
        var root = Entity.SelfSigned(Recipe.Authority("O=Acme;CN=Root") with { HasKeyIdentifiers = false });
        var issuing = _root.Issue(Recipe.Authority("O=Acme;CN=Issuing") with { HasKeyIdentifiers = false });

        Trial.Of(root).Judge(root.Issue(Recipe.Client())).AssertRefused(RefusalReason.BadCertificate);
        Trial.Of(root).Allowing(allow => allow with { MissingKeyIdentifiers = true }).Judge(root.Issue(Recipe.Client())).AssertAccepted();
        Trial.Of(_root, issuing).Judge(issuing.Issue(Recipe.Client())).AssertRefused(RefusalReason.BadCertificate);
        Trial.Of(_root, issuing).Allowing(allow => allow with { MissingKeyIdentifiers = true }).Judge(issuing.Issue(Recipe.Client())).AssertAccepted();
    }

    [Fact]
    public void A_self_issued_anchor_names_its_own_key_or_none()
    {
        var odd = Entity.SelfSigned(Recipe.Authority("O=Acme;CN=Root").With(Extension.AuthorityKey(SomeKey)));

        Trial.Of(odd).Judge(odd.Issue(Recipe.Client())).AssertRefused(RefusalReason.BadCertificate);
        Trial.Of(odd).Allowing(allow => allow with { IrregularAnchorKeyIdentifier = true }).Judge(odd.Issue(Recipe.Client())).AssertAccepted();
    }

    [Fact]
    public void A_CA_has_a_subject()
    {
        var issuing = _root.Issue(Recipe.Authority(""));

        Trial.Of(_root, issuing).Judge(issuing.Issue(Recipe.Client())).AssertRefused(RefusalReason.BadCertificate);
    }

    [Fact]
    public void What_a_CA_that_is_not_needed_has_wrong_does_not_matter()
    {
        var strange = Entity.SelfSigned(Recipe.Authority("O=Acme;CN=Strange").With(new Extension(Extension.Strange, IsCritical: true, [5, 0])));
        var leaf = _root.Issue(Recipe.Client());

        (Trial.Of(_root, strange) with { Anchors = [strange, _root] }).Judge(leaf).AssertAccepted();
        Trial.Of(strange).Judge(strange.Issue(Recipe.Client())).AssertRefused(RefusalReason.UnsupportedCertificate);
    }

    [Fact]
    public void The_preset_for_private_PKIs_relaxes_form_and_not_trust()
    {
        var allow = PeerValidationOptions.PrivatePki.Allow;

        Assert.False(allow.MissingExtendedKeyUsage || allow.AnyExtendedKeyUsage || allow.ExtendedKeyUsageOfAuthorityIgnored);
        Assert.False(allow.AuthorityAsPeer || allow.AnchorAsPeer || allow.AnchorWithoutBasicConstraints);
        Assert.False(allow.Sha1 || allow.OddRsaKeySize || allow.MissingCrlNumber);
        Assert.Equal(PeerValidationOptions.Strict.Revocation, PeerValidationOptions.PrivatePki.Revocation);
        Assert.Equal(new ProfileAllowances(), PeerValidationOptions.Strict.Allow);
    }

    private static ProfileAllowances Everything
    {
        get
        {
            var all = new ProfileAllowances();
            foreach (var setting in typeof(ProfileAllowances).GetProperties().Where(property => property.PropertyType == typeof(bool)))
                setting.SetValue(all, value: true);
            return all;
        }
    }
}
