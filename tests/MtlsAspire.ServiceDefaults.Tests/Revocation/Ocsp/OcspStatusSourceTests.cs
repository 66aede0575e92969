using System.Diagnostics;
using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.ServiceDefaults.MutualTls.Revocation;
using MtlsAspire.ServiceDefaults.MutualTls.Revocation.Ocsp;
using MtlsAspire.ServiceDefaults.MutualTls.Validation;
using MtlsAspire.Tests.Support;
using MtlsAspire.Tests.Support.Certificates;
using MtlsAspire.Tests.Support.Ocsp;
using MtlsAspire.TestSupport;

namespace MtlsAspire.ServiceDefaults.Tests.Revocation.Ocsp;

/// <summary>When responders are asked, who waits for them, and how long their answers serve.</summary>
public sealed class OcspStatusSourceTests : IDisposable
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(300);

    private readonly OcspTrial _trial = new();
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Dispose()
    {
        _gate.TrySetResult();
        _trial.Dispose();
    }

    [Fact]
    public void An_answer_serves_until_it_is_due()
    {
        for (var time = 0; time < 10; time++) _trial.Judge().AssertAccepted();

        Assert.Equal(1, _trial.Responder.Requests);
    }

    [Fact]
    public async Task Many_handshakes_of_one_certificate_ask_once_and_wait_together()
    {
        _trial.Responder.Gate = _gate.Task;
        _ = _trial.Source;
        var handshakes = Enumerable.Range(0, 16).Select(_ => Task.Factory.StartNew(
            () => _trial.Judge(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        await Eventually.BecomesAsync(() => Task.FromResult(_trial.Responder.Requests == 1), "the question");

        _gate.SetResult();

        Assert.All(await Task.WhenAll(handshakes), verdict => verdict.AssertAccepted());
        Assert.Equal(1, _trial.Responder.Requests);
    }

    [Fact]
    public async Task Handshakes_that_hold_every_thread_of_the_pool_still_get_their_answers()
    {
        _trial.Timeout = TimeSpan.FromSeconds(20);
        var leaves = Enumerable.Range(0, 40).Select(number => _trial.Issuing.Issue(Recipe.Client($"O=Acme;CN=client{number}"))).ToList();
        _ = _trial.Source;

        var verdicts = await Task.WhenAll(leaves.Select(leaf => Task.Run(() => _trial.Judge(leaf))));

        Assert.All(verdicts, verdict => verdict.AssertAccepted());
        Assert.Equal(40, _trial.Responder.Requests);
    }

    [Fact]
    public void Nobody_whom_we_would_refuse_anyway_causes_a_question()
    {
        var stranger = Entity.Root("O=Acme;CN=Root").IssueAuthority("O=Acme;CN=Issuing").Issue(Recipe.Client());
        var expired = _trial.Issuing.Issue(Recipe.Client() with { NotAfter = StandingClock.Noon.AddDays(-1) });
        var server = _trial.Issuing.Issue(Recipe.Server());
        var weak = _trial.Issuing.Issue(Recipe.Client() with { Hash = System.Security.Cryptography.HashAlgorithmName.SHA1 });

        Assert.False(_trial.Judge(stranger).IsAccepted);
        _trial.Judge(expired).AssertRefused(RefusalReason.CertificateExpired);
        _trial.Judge(server).AssertRefused(RefusalReason.WrongPurpose);
        _trial.Judge(weak).AssertRefused(RefusalReason.InsufficientSecurity);

        Assert.Equal(0, _trial.Responder.Requests);
    }

    [Fact]
    public void Where_the_lists_decide_nobody_is_asked()
    {
        var revoked = _trial.Issuing.Issue(Recipe.Client());
        _trial.Lists = [_trial.Root.SignList(new ListRecipe()), _trial.Issuing.SignList(ListRecipe.Of(revoked.Certificate))];

        _trial.Judge().AssertAccepted();
        _trial.Judge(revoked).AssertRefused(RefusalReason.CertificateRevoked);

        Assert.Equal(0, _trial.Responder.Requests);
    }

    [Fact]
    public void Where_a_list_is_stale_the_responder_decides_and_both_problems_are_told()
    {
        _trial.Lists = [_trial.Root.SignList(new ListRecipe()), _trial.Issuing.SignList(new ListRecipe { NextUpdate = StandingClock.Noon.AddSeconds(-1) })];
        _trial.Judge().AssertAccepted();

        _trial.Responder.Answer = _ => OcspRecipe.Error(3);
        var verdict = _trial.Judge(_trial.Issuing.Issue(Recipe.Client()));

        Assert.Contains("its list was to be renewed by 2026-06-01T11:59:59Z, and the OCSP responder", verdict.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_certificate_for_which_no_list_decides_needs_an_answer()
    {
        _trial.Lists = [];
        _trial.Timeout = TimeSpan.FromSeconds(1);
        _trial.Judge().AssertRefused(RefusalReason.RevocationUnknown);

        // The root answers for the issuing CA, which answers for the leaf.
        var issuing = Convert.ToHexString(Entity.SerialNumberOf(_trial.Issuing.Certificate));
        _trial.Responder.Answer = request => new OcspRecipe().Write(request, OcspRecipe.SerialNumber(request) == issuing ? _trial.Root : _trial.Issuing);
        await Eventually.BecomesAsync(() => Task.FromResult(_trial.Judge().IsAccepted), "both answers");
    }

    [Fact]
    public async Task Silence_is_the_end_of_the_handshake_in_time()
    {
        _trial.Responder.Gate = _gate.Task;
        _trial.Timeout = Short;
        var clock = Stopwatch.StartNew();

        var verdict = _trial.Judge();

        Assert.InRange(clock.Elapsed, Short - TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(10));
        verdict.AssertRefused(RefusalReason.RevocationUnknown);
        Assert.Contains("gave no answer within 0.3 s", verdict.Explanation, StringComparison.Ordinal);

        _gate.SetResult();
        await Eventually.BecomesAsync(() => Task.FromResult(_trial.Judge().IsAccepted), "the responder's return");
    }

    [Fact]
    public void A_responder_that_is_down_is_told_as_such()
    {
        _trial.Responders = [new Uri($"http://127.0.0.1:{FreePorts.Next()}/ocsp")];

        var verdict = _trial.Judge();

        verdict.AssertRefused(RefusalReason.RevocationUnknown);
        Assert.Contains("cannot be asked: Connection refused", verdict.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_several_responders_the_first_that_knows_decides()
    {
        await using var silent = new TestResponder { Gate = _gate.Task };
        await using var ignorant = new TestResponder(request => new OcspRecipe { Status = RevocationStatus.Unknown }.Write(request, _trial.Issuing));
        _trial.Timeout = TimeSpan.FromSeconds(6);
        _trial.Responders = [silent.Address, ignorant.Address, _trial.Responder.Address];

        _trial.Judge().AssertAccepted();

        _trial.Responder.Answer = null;
        var verdict = _trial.Judge(_trial.Issuing.Issue(Recipe.Client()));
        Assert.All(["gave no answer within", "does not know it", "HTTP status 503"], text => Assert.Contains(text, verdict.Explanation, StringComparison.Ordinal));
    }

    [Fact]
    public void The_responder_that_the_certificate_names_is_asked_if_that_is_the_setting()
    {
        _trial.Responders = [null];
        var access = Extension.Write(Extension.AuthorityInformationAccess, isCritical: false, writer =>
        {
            using (writer.PushSequence())
            {
                foreach (var (method, url) in new[]
                {
                    ("1.3.6.1.5.5.7.48.2", "http://127.0.0.1:1/ca.crt"), ("1.3.6.1.5.5.7.48.1", "ldap://127.0.0.1/ocsp"),
                    ("1.3.6.1.5.5.7.48.1", "http://user@127.0.0.1/ocsp"), ("1.3.6.1.5.5.7.48.1", _trial.Responder.Address.ToString()),
                })
                {
                    using (writer.PushSequence())
                    {
                        writer.WriteObjectIdentifier(method);
                        writer.WriteCharacterString(
                            System.Formats.Asn1.UniversalTagNumber.IA5String, url, new System.Formats.Asn1.Asn1Tag(System.Formats.Asn1.TagClass.ContextSpecific, 6));
                    }
                }
            }
        });

        _trial.Judge(_trial.Issuing.Issue(Recipe.Client().With(access))).AssertAccepted();
        var verdict = _trial.Judge();

        Assert.Equal(1, _trial.Responder.Requests);
        verdict.AssertRefused(RefusalReason.RevocationUnknown);
        Assert.Contains("and it names no OCSP responder", verdict.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void By_a_soft_setting_an_unknown_status_passes_with_a_warning_and_a_revoked_certificate_does_not()
    {
        _trial.Options = new PeerValidationOptions { Revocation = RevocationMode.SoftFail };
        _trial.Responder.Answer = _ => OcspRecipe.Error(3);

        var verdict = _trial.Judge();

        verdict.AssertAccepted();
        Assert.Contains("answered tryLater", Assert.Single(verdict.Warnings).Explanation, StringComparison.Ordinal);
        _trial.Responder.Answer = _trial.Revoked;
        _trial.Judge(_trial.Issuing.Issue(Recipe.Client())).AssertRefused(RefusalReason.CertificateRevoked);
    }

    [Fact]
    public async Task While_nobody_answers_an_answer_serves_until_its_end_and_no_longer()
    {
        _trial.Refresh = TimeSpan.FromMilliseconds(50);
        _trial.Judge().AssertAccepted();
        _trial.Responder.Answer = null;
        await Eventually.BecomesAsync(
            () => Task.FromResult(_trial.Judge().IsAccepted && _trial.Responder.Requests >= 3), "questions without an answer");

        _trial.Clock.Now += TimeSpan.FromHours(2);
        var verdict = _trial.Judge();

        verdict.AssertRefused(RefusalReason.RevocationUnknown);
        Assert.Contains("its OCSP answer was to be renewed by 2026-06-01T13:00:00Z, and the OCSP responder", verdict.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handshake_waits_for_a_new_answer_when_the_old_one_is_due()
    {
        _trial.Refresh = TimeSpan.FromMilliseconds(1);
        _trial.Judge().AssertAccepted();
        _trial.Responder.Answer = _trial.Revoked;
        await Task.Delay(TimeSpan.FromMilliseconds(20));

        _trial.Judge().AssertRefused(RefusalReason.CertificateRevoked);
    }

    [Fact]
    public async Task A_live_connection_waits_for_nobody_and_the_change_is_told()
    {
        var changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _trial.Refresh = TimeSpan.FromMilliseconds(1);
        _trial.Source.Changed += (_, _) => changed.TrySetResult();
        _trial.Judge().AssertAccepted();
        _trial.Responder.Gate = _gate.Task;
        _trial.Responder.Answer = _trial.Revoked;
        await Task.Delay(TimeSpan.FromMilliseconds(20));

        _trial.JudgeAtHand().AssertAccepted();
        await Eventually.BecomesAsync(() => Task.FromResult(_trial.Responder.Requests == 2), "the question in the background");
        Assert.False(changed.Task.IsCompleted);
        _gate.SetResult();

        await changed.Task.WaitAsync(Eventually.Deadline);
        _trial.JudgeAtHand().AssertRefused(RefusalReason.CertificateRevoked);
    }

    [Fact]
    public async Task A_certificate_that_is_no_longer_known_is_no_longer_good()
    {
        _trial.Refresh = TimeSpan.FromMilliseconds(1);
        _trial.Judge().AssertAccepted();
        _trial.Responder.Answer = request => new OcspRecipe { Status = RevocationStatus.Unknown }.Write(request, _trial.Issuing);
        await Task.Delay(TimeSpan.FromMilliseconds(20));

        _trial.Judge().AssertRefused(RefusalReason.RevocationUnknown);
    }

    [Fact]
    public void Only_so_many_certificates_are_remembered_and_those_in_use_stay()
    {
        _trial.Capacity = 8;
        for (var number = 0; number < 30; number++)
        {
            _trial.Judge(_trial.Issuing.Issue(Recipe.Client($"O=Acme;CN=client{number}"))).AssertAccepted();
            _trial.Judge().AssertAccepted();
            Assert.InRange(_trial.Source.Count, 1, 8);
        }

        Assert.Equal(31, _trial.Responder.Requests);
    }

    [Fact]
    public async Task After_the_end_nobody_is_asked_any_more()
    {
        _trial.Refresh = TimeSpan.FromMilliseconds(1);
        _trial.Judge().AssertAccepted();
        _trial.Responder.Gate = _gate.Task;
        var waiting = Task.Run(() => _trial.Judge(_trial.Issuing.Issue(Recipe.Client())));
        await Eventually.BecomesAsync(() => Task.FromResult(_trial.Responder.Requests == 2), "the second question");

        _trial.Source.Dispose();

        (await waiting.WaitAsync(Eventually.Deadline)).AssertRefused(RefusalReason.RevocationUnknown);
        _trial.Judge().AssertAccepted();
        _trial.JudgeAtHand(_trial.Issuing.Issue(Recipe.Client())).AssertRefused(RefusalReason.RevocationUnknown);
        Assert.Equal(2, _trial.Responder.Requests);
    }

    [Theory]
    [InlineData("ftp://ca.example/ocsp", "00:00:02", "00:00:30", "MutualTls:OcspResponders: 'ftp://ca.example/ocsp' is neither")]
    [InlineData("http://me:secret@ca.example/ocsp", "00:00:02", "00:00:30", "MutualTls:OcspResponders: 'http://***@ca.example/ocsp' is neither")]
    [InlineData("certificate;ca.example", "00:00:02", "00:00:30", "MutualTls:OcspResponders: 'ca.example' is neither")]
    [InlineData("certificate", "00:00:00", "00:00:30", "MutualTls:OcspTimeout: 00:00:00 is not between")]
    [InlineData("certificate", "00:00:05", "00:00:30", "MutualTls:OcspTimeout: 00:00:05 is not between zero and HandshakeTimeout (00:00:05)")]
    [InlineData("certificate", "00:00:02", "-00:00:01", "MutualTls:OcspRefresh: -00:00:01 is not between")]
    public void A_setting_that_makes_no_sense_is_told_in_one_line(string responders, string timeout, string refresh, string message)
    {
        var exception = Assert.Throws<ConfigurationException>(() => OcspSettings.Read(new MutualTlsOptions
        {
            OcspResponders = responders,
            OcspTimeout = TimeSpan.Parse(timeout),
            OcspRefresh = TimeSpan.Parse(refresh),
        }));

        Assert.StartsWith(message, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
        Assert.DoesNotContain("secret", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_responders_OCSP_is_off()
    {
        Assert.Null(OcspSettings.Read(new MutualTlsOptions()));
        Assert.Null(OcspSettings.Read(new MutualTlsOptions { OcspResponders = " ; " }));
        var settings = OcspSettings.Read(new MutualTlsOptions { OcspResponders = "Certificate; http://ca.example/ocsp;http://ca.example/ocsp" });
        Assert.Equal([null, new Uri("http://ca.example/ocsp")], settings!.Responders);
    }
}
