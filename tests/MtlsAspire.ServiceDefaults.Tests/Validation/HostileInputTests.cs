using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.ServiceDefaults.MutualTls.Validation;
using MtlsAspire.Tests.Support.Certificates;

namespace MtlsAspire.ServiceDefaults.Tests.Validation;

/// <summary>Peers that want to harm: a verdict every time, and none that costs much.</summary>
public sealed class HostileInputTests
{
    private readonly Entity _root = Entity.Root();

    [Fact]
    public void Noise_is_no_certificate()
    {
        var random = new Random(20260601);
        var validator = Trial.Of(_root).Validator;
        for (var round = 0; round < 2_000; round++)
        {
            var noise = new byte[random.Next(1, 300)];
            random.NextBytes(noise);
            if (round % 2 == 0) noise[0] = 0x30;

            validator.Validate(noise, [noise], expectedName: null).AssertRefused(RefusalReason.BadCertificate);
        }
    }

    [Fact]
    public void A_certificate_that_is_cut_or_lengthened_is_none()
    {
        var leaf = _root.Issue(Recipe.Client()).Certificate;
        var validator = Trial.Of(_root).Validator;
        for (var length = 1; length < leaf.Length; length++) validator.Validate(leaf.AsMemory(0, length), [], expectedName: null).AssertRefused(RefusalReason.BadCertificate);

        validator.Validate((byte[])[.. leaf, 0], [], expectedName: null).AssertRefused(RefusalReason.BadCertificate);
    }

    [Fact]
    public void Changed_octets_never_make_it_throw_or_accept()
    {
        var random = new Random(4711);
        var issuing = _root.IssueAuthority("O=Acme;CN=Issuing", pathLength: 0, Extension.Constraints(["DNS:acme.example"], ["dir:O=Evil"]), Extension.PolicyList("1.2.3.4"));
        var leaf = issuing.Issue(Recipe.Client().With(Extension.Names("DNS:a.acme.example", "URI:spiffe://acme.example/a")));
        var validator = Trial.Of(_root).Validator;
        validator.Validate(leaf.Certificate, [issuing.Certificate], expectedName: null).AssertAccepted();
        for (var round = 0; round < 3_000; round++)
        {
            var (changedLeaf, changedIssuing) = (leaf.Certificate.ToArray(), issuing.Certificate.ToArray());
            for (var change = random.Next(1, 4); change > 0; change--) changedLeaf[random.Next(changedLeaf.Length)] = (byte)random.Next(256);
            changedIssuing[random.Next(changedIssuing.Length)] ^= (byte)random.Next(1, 256);
            if (changedLeaf.AsSpan().SequenceEqual(leaf.Certificate)) continue;

            var verdict = validator.Validate(changedLeaf, [changedIssuing], expectedName: null);
            Assert.False(verdict.IsAccepted);
            Assert.NotEqual(RefusalReason.InternalError, verdict.Reason);
        }
    }

    [Fact]
    public void A_certificate_that_is_sent_and_cannot_be_read_does_no_harm_and_is_told_where_it_may_be_missed()
    {
        var issuing = _root.IssueAuthority("O=Acme;CN=Issuing");
        var leaf = issuing.Issue(Recipe.Client());
        var validator = Trial.Of(_root).Validator;

        validator.Validate(leaf.Certificate, [new byte[] { 1, 2, 3 }], expectedName: null).AssertRefused(RefusalReason.BadCertificate);
        validator.Validate(leaf.Certificate, [new byte[] { 1, 2, 3 }, issuing.Certificate], expectedName: null).AssertAccepted();
    }

    [Fact]
    public void Too_large_and_too_many_certificates_are_refused_unread()
    {
        var trial = Trial.Of(_root);
        var leaf = _root.Issue(Recipe.Client().With(new Extension(Extension.Strange, IsCritical: false, new byte[70_000])));
        var sent = Enumerable.Range(0, 33).Select(number => _root.IssueAuthority($"O=Acme;CN={number}")).ToArray();

        trial.Judge(leaf).AssertRefused(RefusalReason.PathTooComplex);
        (trial with { Options = trial.Options with { Limits = new ValidationLimits { CertificateOctets = 100_000 } } }).Judge(leaf).AssertAccepted();
        (trial with { Sent = sent }).Judge(_root.Issue(Recipe.Client())).AssertRefused(RefusalReason.PathTooComplex);
        (trial with { Sent = sent[1..] }).Judge(_root.Issue(Recipe.Client())).AssertAccepted();
    }

    [Fact]
    public void A_thicket_of_CAs_of_one_name_and_key_ends_soon()
    {
        // Any of them may stand above any other: 20! orders.
        var thicket = Enumerable.Range(0, 20).Select(_ => Entity.Root("O=Thicket;CN=CA")).ToArray();
        var sent = thicket.Select((entity, index) => entity.CertifiedBy(thicket[(index + 1) % thicket.Length]))
            .Concat(thicket.Select((entity, index) => entity.CertifiedBy(thicket[(index + 7) % thicket.Length])))
            .Take(32).ToArray();
        var leaf = thicket[0].Issue(Recipe.Client());

        Trial.Of(_root, sent).Judge(leaf).AssertRefused(RefusalReason.PathTooComplex);
    }

    [Fact]
    public void Thousands_of_names_times_thousands_of_constraints_are_too_many()
    {
        var constraints = Extension.Constraints([], [.. Enumerable.Range(0, 1_500).Select(number => $"DNS:x{number}.evil.example")]);
        var issuing = _root.IssueAuthority("O=Acme;CN=Issuing", pathLength: null, constraints);
        var leaf = issuing.Issue(Recipe.Client().With(Extension.Names([.. Enumerable.Range(0, 1_500).Select(number => $"DNS:t{number}.acme.example")])));

        Trial.Of(_root, issuing).Judge(leaf).AssertRefused(RefusalReason.PathTooComplex);
    }

    [Theory]
    [InlineData(8, "accepted")]
    [InlineData(9, "path_too_complex")]
    public void The_number_of_intermediates_is_limited(int count, string code)
    {
        var sent = new List<Entity>();
        for (var number = 0; number < count; number++) sent.Add((number == 0 ? _root : sent[^1]).IssueAuthority($"O=Acme;CN=CA {number}"));

        Assert.Equal(code, Trial.Of(_root, [.. sent]).Judge(sent[^1].Issue(Recipe.Client())).Code);
    }

    [Fact]
    public void Names_that_a_peer_chose_cannot_forge_a_line_of_the_log()
    {
        var verdict = Trial.Of(_root).Judge(Entity.SelfSigned(Recipe.Client("O=Acme;CN=x\r\nINFO all is well\u202e" + new string('y', 5_000))));

        verdict.AssertRefused(RefusalReason.UnknownCa);
        Assert.DoesNotContain('\u202e', verdict.Explanation);
        Assert.InRange(verdict.Explanation.Length, 1, 400);
    }

    [Fact]
    public void An_anchor_that_cannot_be_read_is_told_by_its_number()
    {
        var exception = Assert.Throws<CertificateFormatException>(() => new TrustMaterial([_root.Certificate, new byte[] { 1 }]));

        Assert.Contains("trust anchor number 2", exception.Message, StringComparison.Ordinal);
    }
}
