namespace Aspire.Hosting.ApplicationModel;

/// <summary>A command of a resource.</summary>
public sealed class ResourceCommandAnnotation : IResourceAnnotation
{
    /// <summary>Creates the annotation.</summary>
    /// <param name="name">The name by which it is executed, unique among the commands of the resource.</param>
    /// <param name="displayName">The text on its button or menu entry.</param>
    /// <param name="updateState">Tells whether the command can be used; called for each change of the resource.</param>
    /// <param name="executeCommand">What the command does.</param>
    /// <param name="displayDescription">An explanation, shown as a tooltip.</param>
    /// <param name="parameter">A value that belongs to the command; not used by clients any more.</param>
    /// <param name="confirmationMessage">The question the user must affirm first, if any.</param>
    /// <param name="iconName">The name of a Fluent icon.</param>
    /// <param name="iconVariant">The drawing of the icon.</param>
    /// <param name="isHighlighted">True for a button of its own rather than an entry in the menu.</param>
    public ResourceCommandAnnotation(
        string name,
        string displayName,
        Func<UpdateCommandStateContext, ResourceCommandState> updateState,
        Func<ExecuteCommandContext, Task<ExecuteCommandResult>> executeCommand,
        string? displayDescription,
        object? parameter,
        string? confirmationMessage,
        string? iconName,
        IconVariant? iconVariant,
        bool isHighlighted)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(displayName);
        ArgumentNullException.ThrowIfNull(updateState);
        ArgumentNullException.ThrowIfNull(executeCommand);

        Name = name;
        DisplayName = displayName;
        UpdateState = updateState;
        ExecuteCommand = executeCommand;
        DisplayDescription = displayDescription;
        LegacyParameter = parameter;
        ConfirmationMessage = confirmationMessage;
        IconName = iconName;
        IconVariant = iconVariant;
        IsHighlighted = isHighlighted;
    }

    /// <summary>The name by which it is executed.</summary>
    public string Name { get; }

    /// <summary>The text on its button or menu entry.</summary>
    public string DisplayName { get; }

    /// <summary>Tells whether the command can be used.</summary>
    public Func<UpdateCommandStateContext, ResourceCommandState> UpdateState { get; }

    /// <summary>What the command does.</summary>
    public Func<ExecuteCommandContext, Task<ExecuteCommandResult>> ExecuteCommand { get; }

    /// <summary>An explanation, shown as a tooltip.</summary>
    public string? DisplayDescription { get; }

    /// <summary>The question the user must affirm first, if any.</summary>
    public string? ConfirmationMessage { get; }

    /// <summary>The name of a Fluent icon.</summary>
    public string? IconName { get; }

    /// <summary>The drawing of the icon.</summary>
    public IconVariant? IconVariant { get; }

    /// <summary>True for a button of its own rather than an entry in the menu.</summary>
    public bool IsHighlighted { get; }

    /// <summary>Where the command is offered.</summary>
    public ResourceCommandVisibility Visibility { get; internal init; } = ResourceCommandVisibility.UI | ResourceCommandVisibility.Api;

    internal object? LegacyParameter { get; }

    /// <summary>The command as it is offered for a resource in that state.</summary>
    internal ResourceCommandSnapshot ToSnapshot(CustomResourceSnapshot resource, IServiceProvider services)
    {
        var state = UpdateState(new UpdateCommandStateContext { ResourceSnapshot = resource, ServiceProvider = services });
        return new ResourceCommandSnapshot(
            Name, state, DisplayName, DisplayDescription, LegacyParameter, ConfirmationMessage, IconName, IconVariant, IsHighlighted)
        {
            Visibility = Visibility,
        };
    }
}
