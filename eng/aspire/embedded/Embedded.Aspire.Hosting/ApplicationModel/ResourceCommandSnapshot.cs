namespace Aspire.Hosting.ApplicationModel;

/// <summary>A command of a resource as it is offered at the moment.</summary>
/// <param name="Name">The name by which it is executed.</param>
/// <param name="State">Whether it can be used.</param>
/// <param name="DisplayName">The text on its button or menu entry.</param>
/// <param name="DisplayDescription">An explanation, shown as a tooltip.</param>
/// <param name="Parameter">A value that belongs to the command; not used by clients any more.</param>
/// <param name="ConfirmationMessage">The question the user must affirm first, if any.</param>
/// <param name="IconName">The name of a Fluent icon.</param>
/// <param name="IconVariant">The drawing of the icon.</param>
/// <param name="IsHighlighted">True when it has a button of its own rather than an entry in the menu.</param>
public sealed record ResourceCommandSnapshot(
    string Name,
    ResourceCommandState State,
    string DisplayName,
    string? DisplayDescription,
    object? Parameter,
    string? ConfirmationMessage,
    string? IconName,
    IconVariant? IconVariant,
    bool IsHighlighted)
{
    /// <summary>Where the command is offered.</summary>
    public ResourceCommandVisibility Visibility { get; init; } = ResourceCommandVisibility.UI | ResourceCommandVisibility.Api;
}
