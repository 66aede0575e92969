using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.ServiceDefaults.MutualTls.Revocation;
using MtlsAspire.ServiceDefaults.MutualTls.Validation;

namespace MtlsAspire.Tests.Support.Certificates;

/// <summary>Judges a peer: everything strict and good, until a test sets something. Revocation is off unless a test is about it.</summary>
public sealed record Trial
{
    public PeerRole Peer { get; init; } = PeerRole.Client;

    public IReadOnlyList<Entity> Anchors { get; init; } = [];

    public IReadOnlyList<Entity> Known { get; init; } = [];

    public IReadOnlyList<Entity> Sent { get; init; } = [];

    public IReadOnlyList<byte[]> Lists { get; init; } = [];

    public PeerName? Name { get; init; }

    public StandingClock Clock { get; init; } = new();

    public PeerValidationOptions Options { get; init; } = new() { Revocation = RevocationMode.Off };

    public TrustMaterial Trust => new(
        Anchors.Select(anchor => (ReadOnlyMemory<byte>)anchor.Certificate),
        Known.Select(known => (ReadOnlyMemory<byte>)known.Certificate),
        Lists.Select(list => RevocationList.Parse(list)));

    public PeerValidator Validator => new(Peer, Trust, Options, Clock);

    public static Trial Of(Entity anchor, params Entity[] sent) => new() { Anchors = [anchor], Sent = sent };

    public Trial Allowing(Func<ProfileAllowances, ProfileAllowances> allow) => this with { Options = Options with { Allow = allow(Options.Allow) } };

    public Trial Asking(string purpose) => this with { Options = Options with { Purposes = [purpose] } };

    public PeerVerdict Judge(Entity peer) => Judge(Validator, peer);

    public PeerVerdict Judge(PeerValidator validator, Entity peer) =>
        validator.Validate(peer.Certificate, [.. Sent.Select(sent => (ReadOnlyMemory<byte>)sent.Certificate)], Name);
}
