using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.ServiceDefaults.MutualTls.Revocation;
using MtlsAspire.ServiceDefaults.MutualTls.Validation;
using MtlsAspire.Tests.Support.Certificates;

namespace MtlsAspire.ServiceDefaults.Tests.Validation;

/// <summary>A leaf that was accepted is remembered; what may change is judged anew.</summary>
public sealed class MemoryTests
{
    private readonly Entity _root = Entity.Root();
    private readonly Entity _issuing;
    private readonly Entity _leaf;
    private readonly Trial _trial;

    public MemoryTests()
    {
        _issuing = _root.IssueAuthority("O=Acme;CN=Issuing");
        _leaf = _issuing.Issue(Recipe.Client());
        _trial = Trial.Of(_root, _issuing);
    }

    [Fact]
    public void A_resumed_session_that_shows_the_leaf_alone_finds_its_path()
    {
        var validator = _trial.Validator;

        Alone(validator).AssertRefused(RefusalReason.IncompleteChain);
        _trial.Judge(validator, _leaf).AssertAccepted();
        Alone(validator).AssertAccepted();
        // Another leaf of the same CA is another matter.
        validator.Validate(_issuing.Issue(Recipe.Client()).Certificate, [], expectedName: null).AssertRefused(RefusalReason.IncompleteChain);
    }

    [Fact]
    public void Time_passes_for_remembered_leaves()
    {
        var validator = _trial.Validator;
        _trial.Judge(validator, _leaf).AssertAccepted();

        _trial.Clock.Now = Recipe.End.AddSeconds(1);

        Alone(validator).AssertRefused(RefusalReason.CertificateExpired);
    }

    [Fact]
    public void Revocation_reaches_remembered_leaves()
    {
        var validator = (_trial with { Options = new PeerValidationOptions(), Lists = Lists() }).Validator;
        _trial.Judge(validator, _leaf).AssertAccepted();

        var later = validator.With(validator.Trust.With(Lists(_leaf.Certificate).Select(list => RevocationList.Parse(list))));

        Alone(later).AssertRefused(RefusalReason.CertificateRevoked);
        Alone(validator).AssertAccepted();
    }

    [Fact]
    public void The_name_is_compared_each_time()
    {
        var validator = _trial.Validator;
        _trial.Judge(validator, _leaf).AssertAccepted();

        var verdict = validator.Validate(_leaf.Certificate, [], new PeerName(PeerNameKind.Uri, "spiffe://acme.example/other"));

        verdict.AssertRefused(RefusalReason.NameMismatch);
    }

    [Fact]
    public void Other_anchors_begin_anew()
    {
        var validator = _trial.Validator;
        _trial.Judge(validator, _leaf).AssertAccepted();

        var other = validator.With(new TrustMaterial([Entity.Root("O=Other;CN=Root").Certificate]));

        Alone(other).AssertRefused(RefusalReason.UnknownCa);
    }

    [Fact]
    public void When_the_remembered_path_ends_another_is_found()
    {
        var shortRoot = Entity.SelfSigned(Recipe.Authority("O=Acme;CN=Short root") with { NotAfter = StandingClock.Noon.AddDays(1) });
        var byShortRoot = _issuing.CertifiedBy(shortRoot);
        var trial = _trial with { Anchors = [shortRoot, _root], Sent = [byShortRoot, _issuing] };
        var validator = trial.Validator;
        trial.Judge(validator, _leaf).AssertAccepted();

        trial.Clock.Now = StandingClock.Noon.AddDays(2);

        trial.Judge(validator, _leaf).AssertAccepted();
    }

    [Fact]
    public void What_is_remembered_is_bounded_and_forgotten_leaves_are_judged_again()
    {
        var options = _trial.Options with { Limits = new ValidationLimits { RememberedLeaves = 4 } };
        var trial = _trial with { Options = options };
        var validator = trial.Validator;
        trial.Judge(validator, _leaf).AssertAccepted();
        for (var number = 0; number < 10; number++) trial.Judge(validator, _issuing.Issue(Recipe.Client())).AssertAccepted();

        Alone(validator).AssertRefused(RefusalReason.IncompleteChain);
        trial.Judge(validator, _leaf).AssertAccepted();
    }

    [Fact]
    public void The_callers_buffer_may_be_used_again()
    {
        var validator = _trial.Validator;
        var buffer = _leaf.Certificate.ToArray();
        validator.Validate(buffer, [_issuing.Certificate], expectedName: null).AssertAccepted();
        Array.Clear(buffer);

        Alone(validator).AssertAccepted();
    }

    [Fact]
    public async Task Many_threads_at_once_agree()
    {
        var validator = _trial.Validator;
        Entity[] leaves = [.. Enumerable.Range(0, 8).Select(_ => _issuing.Issue(Recipe.Client()))];
        var stranger = Entity.Root("O=Other;CN=Root").Issue(Recipe.Client());

        await Parallel.ForAsync(0, 400, (number, _) =>
        {
            if (number % 5 == 0) _trial.Judge(validator, stranger).AssertRefused(RefusalReason.UnknownCa);
            else _trial.Judge(validator, leaves[number % 8]).AssertAccepted();
            return ValueTask.CompletedTask;
        });
    }

    private PeerVerdict Alone(PeerValidator validator) => validator.Validate(_leaf.Certificate, [], expectedName: null);

    private byte[][] Lists(params byte[][] revoked) => [_root.SignList(new ListRecipe()), _issuing.SignList(ListRecipe.Of(revoked))];
}
