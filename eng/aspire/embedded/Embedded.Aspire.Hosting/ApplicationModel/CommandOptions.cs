namespace Aspire.Hosting.ApplicationModel;

/// <summary>What may be said of a command besides its name and what it does.</summary>
public class CommandOptions
{
    /// <summary>An explanation, shown as a tooltip.</summary>
    public string? Description { get; set; }

    /// <summary>The question the user must affirm before the command runs.</summary>
    public string? ConfirmationMessage { get; set; }

    /// <summary>The name of a Fluent icon.</summary>
    public string? IconName { get; set; }

    /// <summary>The drawing of the icon.</summary>
    public IconVariant? IconVariant { get; set; }

    /// <summary>True for a button of its own rather than an entry in the menu.</summary>
    public bool IsHighlighted { get; set; }

    /// <summary>Tells whether the command can be used; without it, always.</summary>
    public Func<UpdateCommandStateContext, ResourceCommandState>? UpdateState { get; set; }

    /// <summary>Where the command is offered.</summary>
    public ResourceCommandVisibility Visibility { get; set; } = ResourceCommandVisibility.UI | ResourceCommandVisibility.Api;
}
