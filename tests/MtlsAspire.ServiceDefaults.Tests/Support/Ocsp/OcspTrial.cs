using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.ServiceDefaults.MutualTls.Revocation;
using MtlsAspire.ServiceDefaults.MutualTls.Revocation.Ocsp;
using MtlsAspire.ServiceDefaults.MutualTls.Validation;
using MtlsAspire.Tests.Support.Certificates;

namespace MtlsAspire.Tests.Support.Ocsp;

/// <summary>A validator that has the root's list and a responder, which is asked over a real socket about the issuing CA's certificates.</summary>
internal sealed class OcspTrial : IDisposable
{
    private OcspStatusSource? _source;

    public OcspTrial()
    {
        Root = Entity.Root();
        Issuing = Root.IssueAuthority("O=Acme;CN=Issuing");
        Leaf = Issuing.Issue(Recipe.Client());
        Signer = Issuing.Issue(OcspRecipe.Delegate());
        Responder = new TestResponder(Good);
        Responders = [Responder.Address];
    }

    public Entity Root { get; }

    public Entity Issuing { get; }

    public Entity Leaf { get; }

    /// <summary>A delegate of the issuing CA.</summary>
    public Entity Signer { get; }

    public TestResponder Responder { get; }

    public StandingClock Clock { get; } = new();

    public PeerValidationOptions Options { get; set; } = new();

    public IReadOnlyList<Uri?> Responders { get; set; }

    public TimeSpan Timeout { get; set; } = Eventually.Deadline;

    public TimeSpan Refresh { get; set; } = TimeSpan.FromHours(1);

    public int Capacity { get; set; } = 1_000;

    public IReadOnlyList<byte[]>? Lists { get; set; }

    /// <summary>What a validator asks; made at the first use.</summary>
    public OcspStatusSource Source => _source ??= new OcspStatusSource(new OcspSettings(Responders, Timeout, Refresh, Options), Clock, Capacity);

    private TrustMaterial Trust => new(
        [Root.Certificate], revocationLists: (Lists ?? [Root.SignList(new ListRecipe())]).Select(list => RevocationList.Parse(list)));

    public byte[] Good(byte[] request) => new OcspRecipe().Write(request, Issuing);

    public byte[] Revoked(byte[] request) => new OcspRecipe { Status = RevocationStatus.Revoked }.Write(request, Issuing);

    public PeerVerdict Judge(Entity? peer = null) => Judge(Source, peer);

    public PeerVerdict JudgeAtHand(Entity? peer = null) => Judge(Source.AtHand, peer);

    public void Dispose()
    {
        _source?.Dispose();
        Responder.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private PeerVerdict Judge(IRevocationStatusSource source, Entity? peer) =>
        new PeerValidator(PeerRole.Client, Trust, Options, Clock, source).Validate((peer ?? Leaf).Certificate, [Issuing.Certificate], expectedName: null);
}
