using System.Security.Cryptography;
using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.ServiceDefaults.MutualTls.Revocation;
using MtlsAspire.ServiceDefaults.MutualTls.Validation;
using MtlsAspire.Tests.Support.Certificates;

namespace MtlsAspire.ServiceDefaults.Tests.Revocation;

/// <summary>Revocation by lists (RFC 5280, sections 5 and 6.3).</summary>
public sealed class RevocationTests
{
    private const string Place = "http://ca.acme.example/1.crl";

    private readonly Entity _root = Entity.Root();
    private readonly Entity _issuing;
    private readonly Entity _leaf;
    private readonly byte[] _rootList;

    public RevocationTests()
    {
        _issuing = _root.IssueAuthority("O=Acme;CN=Issuing");
        _leaf = _issuing.Issue(Recipe.Client());
        _rootList = _root.SignList(new ListRecipe());
    }

    /// <summary>Lists of the issuing CA by which nothing can be told.</summary>
    private static readonly Dictionary<string, ListRecipe> Useless = new(StringComparer.Ordinal)
    {
        ["too old"] = new ListRecipe { NextUpdate = StandingClock.Noon.AddSeconds(-1) },
        ["still to come"] = new ListRecipe { ThisUpdate = StandingClock.Noon.AddSeconds(1) },
        ["without end"] = new ListRecipe { NextUpdate = null },
        ["without number"] = new ListRecipe { Number = null },
        ["with a critical number"] = new ListRecipe { IsNumberCritical = true },
        ["with a negative number"] = new ListRecipe { Number = -1 },
        ["with an unknown critical extension"] = new ListRecipe { Extensions = [new Extension(Extension.Strange, IsCritical: true, [5, 0])] },
        ["with an unknown critical extension in an entry"] = ListRecipe.Of(Entity.Root().Certificate) with { EntryExtension = new Extension(Extension.Strange, IsCritical: true, [5, 0]) },
        ["of another CA by its name"] = new ListRecipe { Issuer = "O=Acme;CN=Another" },
        ["for CAs only"] = new ListRecipe { Extensions = [ListRecipe.Scope(onlyAuthorities: true)] },
        ["of another distribution point"] = new ListRecipe { Extensions = [ListRecipe.Scope(uri: Place)] },
        ["for some reasons only"] = new ListRecipe { Extensions = [ListRecipe.Scope(reasons: 0x60)] },
        ["over SHA-1"] = new ListRecipe { Hash = HashAlgorithmName.SHA1 },
    };

    /// <summary>Lists of the issuing CA that are good for the leaf.</summary>
    private static readonly Dictionary<string, ListRecipe> Useful = new(StringComparer.Ordinal)
    {
        ["empty"] = new ListRecipe(),
        ["of others"] = ListRecipe.Of(Entity.Root().Certificate),
        ["that begins now"] = new ListRecipe { ThisUpdate = StandingClock.Noon },
        ["that ends now"] = new ListRecipe { NextUpdate = StandingClock.Noon },
        ["with an unknown extension"] = new ListRecipe { Extensions = [new Extension(Extension.Strange, IsCritical: false, [5, 0])] },
        ["for users only"] = new ListRecipe { Extensions = [ListRecipe.Scope(onlyUsers: true)] },
    };

    public static TheoryData<string> UselessLists => [.. Useless.Keys];

    public static TheoryData<string> UsefulLists => [.. Useful.Keys];

    [Theory]
    [MemberData(nameof(UsefulLists))]
    public void With_a_good_list_a_leaf_that_is_not_on_it_is_accepted(string name) => Requiring(Useful[name]).Judge(_leaf).AssertAccepted();

    [Theory]
    [MemberData(nameof(UselessLists))]
    public void Without_a_good_list_the_status_is_unknown(string name)
    {
        Requiring(Useless[name]).Judge(_leaf).AssertRefused(RefusalReason.RevocationUnknown);
        // The other list alone is not missed: with a good one beside it all is well.
        var beside = Requiring(Useless[name]);
        (beside with { Lists = [.. beside.Lists, _issuing.SignList(new ListRecipe { ThisUpdate = StandingClock.Noon.AddDays(-2) })] }).Judge(_leaf).AssertAccepted();
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    [InlineData(6)] // certificateHold
    [InlineData(8)] // removeFromCRL has no place in a complete list: not a way in
    public void A_revoked_leaf_is_refused(int? reason)
    {
        var list = new ListRecipe { Revoked = [(Entity.SerialNumberOf(_leaf.Certificate), reason)] };

        foreach (var mode in (RevocationMode[])[RevocationMode.Require, RevocationMode.RequireWhereListed, RevocationMode.SoftFail])
            Mode(Requiring(list), mode).Judge(_leaf).AssertRefused(RefusalReason.CertificateRevoked);
        Mode(Requiring(list), RevocationMode.Off).Judge(_leaf).AssertAccepted();
    }

    [Fact]
    public void A_revoked_CA_takes_its_leaves_along()
    {
        var trial = Requiring(new ListRecipe()) with { Lists = [_root.SignList(ListRecipe.Of(_issuing.Certificate)), _issuing.SignList(new ListRecipe())] };

        trial.Judge(_leaf).AssertRefused(RefusalReason.CertificateRevoked);
    }

    [Fact]
    public void Every_certificate_below_the_anchor_needs_a_list()
    {
        var trial = Requiring(new ListRecipe());

        (trial with { Lists = [_rootList] }).Judge(_leaf).AssertRefused(RefusalReason.RevocationUnknown);
        (trial with { Lists = [_issuing.SignList(new ListRecipe())] }).Judge(_leaf).AssertRefused(RefusalReason.RevocationUnknown);
        (trial with { Lists = [] }).Judge(_leaf).AssertRefused(RefusalReason.RevocationUnknown);
    }

    [Fact]
    public void Where_a_path_has_no_list_at_all_it_may_go_unchecked()
    {
        var trial = Mode(Requiring(new ListRecipe()), RevocationMode.RequireWhereListed);

        (trial with { Lists = [Entity.Root("O=Other;CN=Root").SignList(new ListRecipe())] }).Judge(_leaf).AssertAccepted();
        (trial with { Lists = [_rootList] }).Judge(_leaf).AssertRefused(RefusalReason.RevocationUnknown);
    }

    [Fact]
    public void Failing_soft_is_told()
    {
        var trial = Mode(Requiring(new ListRecipe()), RevocationMode.SoftFail) with { Lists = [_rootList] };

        var verdict = trial.Judge(_leaf);

        verdict.AssertAccepted();
        var warning = Assert.Single(verdict.Warnings);
        Assert.Equal("revocation_unknown", warning.Code);
        Assert.Contains("CN=client1", warning.Explanation, StringComparison.Ordinal);
        Assert.Empty(Requiring(new ListRecipe()).Judge(_leaf).Warnings);
    }

    [Fact]
    public void A_list_that_somebody_else_signed_counts_for_nothing()
    {
        var forger = Entity.Root("O=Acme;CN=Forger");
        var trial = Requiring(new ListRecipe());
        var forged = forger.SignList(new ListRecipe { Issuer = "O=Acme;CN=Issuing" });

        (trial with { Lists = [_rootList, forged] }).Judge(_leaf).AssertRefused(RefusalReason.RevocationUnknown);
        (trial with { Lists = [_rootList, forged], Sent = [_issuing, forger] }).Judge(_leaf).AssertRefused(RefusalReason.RevocationUnknown);
        // Nor does it harm.
        var harm = forger.SignList(ListRecipe.Of(_leaf.Certificate) with { Issuer = "O=Acme;CN=Issuing" });
        (trial with { Lists = [harm, .. trial.Lists] }).Judge(_leaf).AssertAccepted();
    }

    [Fact]
    public void A_CA_that_may_not_sign_lists_signs_none()
    {
        var issuing = _root.Issue(Recipe.Authority("O=Acme;CN=Issuing").With(Extension.Usage(5)));
        var trial = Requiring(new ListRecipe()) with { Sent = [issuing], Lists = [_rootList, issuing.SignList(new ListRecipe())] };

        trial.Judge(issuing.Issue(Recipe.Client())).AssertRefused(RefusalReason.RevocationUnknown);
    }

    [Fact]
    public void A_CA_that_changed_its_key_signs_its_lists_with_the_new_one()
    {
        var newKey = _root.IssueAuthority("O=Acme;CN=Issuing");
        var stranger = Entity.Root("O=Acme;CN=Issuing");
        var trial = Requiring(new ListRecipe()) with { Known = [newKey] };

        (trial with { Lists = [_rootList, newKey.SignList(new ListRecipe())] }).Judge(_leaf).AssertAccepted();
        (trial with { Lists = [_rootList, newKey.SignList(ListRecipe.Of(_leaf.Certificate))] }).Judge(_leaf).AssertRefused(RefusalReason.CertificateRevoked);
        (trial with { Known = [stranger], Lists = [_rootList, stranger.SignList(new ListRecipe())] }).Judge(_leaf).AssertRefused(RefusalReason.RevocationUnknown);
    }

    [Fact]
    public void Of_two_lists_the_newer_counts()
    {
        var trial = Requiring(new ListRecipe());
        var before = _issuing.SignList(ListRecipe.Of(_leaf.Certificate) with { ThisUpdate = StandingClock.Noon.AddDays(-3) });
        var after = _issuing.SignList(ListRecipe.Of(_leaf.Certificate) with { ThisUpdate = StandingClock.Noon.AddHours(-1), Number = 2 });

        (trial with { Lists = [before, .. trial.Lists] }).Judge(_leaf).AssertAccepted();
        (trial with { Lists = [.. trial.Lists, after] }).Judge(_leaf).AssertRefused(RefusalReason.CertificateRevoked);
    }

    [Fact]
    public void A_list_in_parts_is_found_by_the_distribution_point()
    {
        var leaf = _issuing.Issue(Recipe.Client().With(Extension.ListAt(Place)));
        var mine = new ListRecipe { Extensions = [ListRecipe.Scope(uri: Place)] };
        var other = new ListRecipe { Extensions = [ListRecipe.Scope(uri: "http://ca.acme.example/2.crl")] };
        var revoked = ListRecipe.Of(leaf.Certificate) with { Extensions = mine.Extensions };

        Requiring(mine).Judge(leaf).AssertAccepted();
        Requiring(revoked).Judge(leaf).AssertRefused(RefusalReason.CertificateRevoked);
        Requiring(other).Judge(leaf).AssertRefused(RefusalReason.RevocationUnknown);
        Requiring(mine).Judge(_leaf).AssertRefused(RefusalReason.RevocationUnknown);
    }

    [Fact]
    public void Lists_of_some_reasons_together_cover_all()
    {
        byte[][] parts = [Part(0b0111_1000), Part(0b0000_0111)]; // bits 1 to 7 of ReasonFlags; bit 8 stands alone in RFC 5280
        var trial = Requiring(new ListRecipe());

        (trial with { Lists = [_rootList, .. parts] }).Judge(_leaf).AssertRefused(RefusalReason.RevocationUnknown);
        (trial with { Lists = [_rootList, .. parts, _issuing.SignList(new ListRecipe { Number = 3 })] }).Judge(_leaf).AssertAccepted();

        byte[] Part(byte reasons) => _issuing.SignList(new ListRecipe { Extensions = [ListRecipe.Scope(reasons: reasons)] });
    }

    [Fact]
    public void A_delta_list_adds_to_a_complete_one_and_takes_nothing_off()
    {
        var complete = Requiring(new ListRecipe());
        var onHold = Requiring(new ListRecipe { Revoked = [(Entity.SerialNumberOf(_leaf.Certificate), 6)] });

        (complete with { Lists = [.. complete.Lists, Delta(reason: null)] }).Judge(_leaf).AssertAccepted();
        (complete with { Lists = [.. complete.Lists, Delta(reason: 1)] }).Judge(_leaf).AssertRefused(RefusalReason.CertificateRevoked);
        (complete with { Lists = [_rootList, Delta(reason: null)] }).Judge(_leaf).AssertRefused(RefusalReason.RevocationUnknown);
        (onHold with { Lists = [.. onHold.Lists, Delta(reason: 8)] }).Judge(_leaf).AssertRefused(RefusalReason.CertificateRevoked);

        byte[] Delta(int? reason) => _issuing.SignList(new ListRecipe
        {
            Number = 2,
            Extensions = [Extension.Write("2.5.29.27", isCritical: true, writer => writer.WriteInteger(1))],
            Revoked = reason is null ? [] : [(Entity.SerialNumberOf(_leaf.Certificate), reason)],
        });
    }

    [Fact]
    public void Clock_skew_holds_for_lists_too()
    {
        var trial = Requiring(new ListRecipe { NextUpdate = StandingClock.Noon.AddMinutes(-4) });

        (trial with { Options = trial.Options with { ClockSkew = TimeSpan.FromMinutes(5) } }).Judge(_leaf).AssertAccepted();
        (trial with { Options = trial.Options with { ClockSkew = TimeSpan.FromMinutes(3) } }).Judge(_leaf).AssertRefused(RefusalReason.RevocationUnknown);
    }

    [Theory]
    [InlineData(RevocationStatus.Good, "accepted")]
    [InlineData(RevocationStatus.Unknown, "revocation_unknown")]
    [InlineData(RevocationStatus.Revoked, "certificate_revoked")]
    public void Another_source_is_asked_where_no_list_decides(RevocationStatus status, string code)
    {
        var trial = Requiring(new ListRecipe()) with { Lists = [_rootList] };
        var validator = new PeerValidator(PeerRole.Client, trial.Trust, trial.Options, trial.Clock, new Source(_leaf.Certificate, status));

        Assert.Equal(code, trial.Judge(validator, _leaf).Code);
    }

    [Fact]
    public void A_list_without_number_needs_leave()
    {
        Requiring(Useless["without number"]).Allowing(allow => allow with { MissingCrlNumber = true }).Judge(_leaf).AssertAccepted();
    }

    [Fact]
    public void What_a_list_says_can_be_asked()
    {
        var list = RevocationList.Parse(_issuing.SignList(ListRecipe.Of(_leaf.Certificate) with { Number = 7 }));

        Assert.Equal("CN=Issuing, O=Acme", list.Issuer);
        Assert.Equal(7, list.Number);
        Assert.Equal(1, list.Count);
        Assert.Equal(StandingClock.Noon.AddDays(1), list.NextUpdate);
        Assert.Null(list.Defect);
    }

    [Fact]
    public void Noise_is_no_list()
    {
        var list = _issuing.SignList(ListRecipe.Of(_leaf.Certificate));
        for (var length = 0; length < list.Length; length++) Assert.Throws<CertificateFormatException>(() => RevocationList.Parse(list.AsMemory(0, length)));
        Assert.Throws<CertificateFormatException>(() => RevocationList.Parse((byte[])[.. list, 0]));
        Assert.Throws<CertificateFormatException>(() => RevocationList.Parse(_leaf.Certificate));
        Assert.Throws<CertificateFormatException>(() => RevocationList.ParsePem("-----BEGIN X509 CRL-----\nAAAA"));
        Assert.Empty(RevocationList.ParsePem("no list"));
    }

    [Fact]
    public void A_list_of_a_hundred_thousand_is_searched_as_quickly_as_a_short_one()
    {
        var random = new Random(1);
        var entries = Enumerable.Range(0, 100_000).Select(_ =>
        {
            var number = new byte[16];
            random.NextBytes(number);
            number[0] = (byte)((number[0] & 0x7f) | 0x01);
            return (number, (int?)1);
        }).ToList();
        entries.Add((Entity.SerialNumberOf(_leaf.Certificate), 4));
        var trial = Requiring(new ListRecipe { Revoked = entries });

        trial.Judge(_leaf).AssertRefused(RefusalReason.CertificateRevoked);
        trial.Judge(_issuing.Issue(Recipe.Client())).AssertAccepted();
        Assert.Equal(100_001, trial.Trust.RevocationLists[^1].Count);
    }

    private Trial Requiring(ListRecipe recipe) => Trial.Of(_root, _issuing) with
    {
        Options = new PeerValidationOptions { Revocation = RevocationMode.Require },
        Lists = [_rootList, _issuing.SignList(recipe)],
    };

    private static Trial Mode(Trial trial, RevocationMode mode) => trial with { Options = trial.Options with { Revocation = mode } };

    private sealed class Source(byte[] certificate, RevocationStatus status) : IRevocationStatusSource
    {
        public RevocationAnswer Find(ReadOnlyMemory<byte> asked, ReadOnlyMemory<byte> issuer, DateTimeOffset now, bool isNeeded) =>
            asked.Span.SequenceEqual(certificate) ? new RevocationAnswer(status) : RevocationAnswer.Unknown;
    }
}
