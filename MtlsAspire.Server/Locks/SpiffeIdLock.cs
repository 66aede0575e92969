namespace MtlsAspire.Server.Locks;

/// <summary>Opens for a client whose SPIFFE ID matches a pattern.</summary>
public sealed class SpiffeIdLock : LockBase
{
    private const string IdsKey = "Ids";

    private readonly IReadOnlyList<string> _ids;

    /// <summary>Reads the settings.</summary>
    /// <param name="settings"><c>Ids</c>: SPIFFE IDs, in which <c>*</c> stands for any characters of the path.</param>
    public SpiffeIdLock(LockSettings settings)
        : base(settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        const string Hint = "write SPIFFE IDs, as in [ \"spiffe://mtls.localhost/processing\", \"spiffe://mtls.localhost/team/*\" ]";
        _ids = settings.Texts(IdsKey, Hint);
        if (_ids.FirstOrDefault(id => !SpiffePattern.IsOne(id)) is { } malformed)
            throw settings.Problem(IdsKey, $"has '{malformed}', which is no SPIFFE ID with a trust domain of its own", Hint);
    }

    /// <inheritdoc/>
    public override LockDecision Try(LockAttempt attempt)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        return attempt.Certificate?.SpiffeId is { } id && _ids.Any(pattern => Wildcard.Matches(pattern, id))
            ? LockDecision.Open($"The client is {id}.")
            : LockDecision.Shut("identity_not_allowed", $"The client is none of those that open this lock: {string.Join(", ", _ids)}.");
    }
}
