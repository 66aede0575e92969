namespace MtlsAspire.Server.Locks;

/// <summary>Opens for a client to which its issuer gave one of these roles (organizational units of the subject).</summary>
/// <param name="settings"><c>Roles</c>: one of these is needed.</param>
public sealed class RoleLock(LockSettings settings) : LockBase(settings)
{
    private readonly IReadOnlyList<string> _roles = settings.Texts("Roles", "write the roles that open the lock: [ \"depositor\" ]");

    /// <inheritdoc/>
    public override LockDecision Try(LockAttempt attempt)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        return attempt.Certificate?.Roles.FirstOrDefault(_roles.Contains) is { } role
            ? LockDecision.Open($"The client has the role {role}.")
            : LockDecision.Shut("role_missing", $"The client has none of the roles that open this lock: {string.Join(", ", _roles)}.");
    }
}
