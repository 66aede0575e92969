using MtlsAspire.Pki.Authority;
using MtlsAspire.Pki.Bootstrap;

namespace MtlsAspire.Pki.Tests.Authority;

public sealed class NameTests
{
    [Theory]
    [InlineData("localhost", "DNS:localhost")]
    [InlineData("API.Example.org", "DNS:api.example.org")]
    [InlineData("*.example.org", "DNS:*.example.org")]
    [InlineData("xn--mnchen-3ya.example", "DNS:xn--mnchen-3ya.example")]
    [InlineData("münchen.example", "DNS:xn--mnchen-3ya.example")]
    [InlineData("3com.example", "DNS:3com.example")]
    [InlineData("192.0.2.7", "IP:192.0.2.7")]
    [InlineData("2001:DB8::7", "IP:2001:db8::7")]
    public void A_host_name_or_an_address_is_recognised(string text, string name) =>
        Assert.Equal(name, SubjectAlternativeName.ParseHost(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a b")]
    [InlineData("a_b.example")]
    [InlineData("-a.example")]
    [InlineData("a-.example")]
    [InlineData("a..example")]
    [InlineData("example.")]
    [InlineData(".example")]
    [InlineData("*")]
    [InlineData("*.*.example")]
    [InlineData("www.*.example")]
    [InlineData("https://example.org")]
    [InlineData("example.org:8443")]
    [InlineData("[::1]")]
    [InlineData("[::1]:8443")]
    [InlineData("fe80::1%eth0")]
    [InlineData("127.1")]
    [InlineData("1.2.3.4.5")]
    [InlineData("256.0.0.1")]
    [InlineData("010.0.0.1")]
    [InlineData("0x7f000001")]
    [InlineData("example.org\n")]
    public void Anything_else_is_refused(string text) =>
        Assert.Throws<ArgumentException>(() => SubjectAlternativeName.ParseHost(text));

    [Fact]
    public void Labels_and_names_that_are_too_long_are_refused()
    {
        var label = new string('a', 63);

        Assert.Equal($"DNS:{label}.example", SubjectAlternativeName.ParseHost($"{label}.example").ToString());
        Assert.Throws<ArgumentException>(() => SubjectAlternativeName.ParseHost($"{label}a.example"));
        Assert.Throws<ArgumentException>(() => SubjectAlternativeName.ParseHost(string.Join('.', Enumerable.Repeat(label, 4))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ca")]
    [InlineData("issuing-ca")]
    [InlineData("../client1")]
    [InlineData("Client1")]
    [InlineData("-client1")]
    [InlineData("client.1")]
    public void The_name_of_an_identity_must_make_safe_file_names(string name) =>
        Assert.Throws<ArgumentException>(() => new IdentityDeclaration(name, LeafRequest.Client("client1")));

    [Fact]
    public void A_subject_keeps_to_the_bounds_of_X520()
    {
        Assert.Equal("CN=a, O=b", SubjectName.Of("a", "b").Name);
        Assert.Throws<ArgumentException>(() => SubjectName.Of(""));
        Assert.Throws<ArgumentException>(() => SubjectName.Of(new string('a', 65)));
    }

    [Fact]
    public void A_comma_in_a_subject_is_part_of_the_name_and_starts_no_other()
    {
        var name = SubjectName.Of("eve, O=Other");

        Assert.Equal(2, name.EnumerateRelativeDistinguishedNames().Count());
        Assert.Equal("CN=\"eve, O=Other\", O=MtlsAspire", name.Name);
    }
}
