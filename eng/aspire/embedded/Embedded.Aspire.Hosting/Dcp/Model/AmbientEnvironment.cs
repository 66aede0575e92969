namespace Aspire.Hosting.Dcp;

/// <summary>Whether a process inherits DCP's own environment.</summary>
/// <param name="Behavior"><c>Inherit</c> or <c>DoNotInherit</c>.</param>
internal sealed record AmbientEnvironment(string? Behavior = null)
{
    /// <summary>The process gets DCP's environment, and its own variables on top.</summary>
    public static readonly AmbientEnvironment Inherit = new("Inherit");
}
