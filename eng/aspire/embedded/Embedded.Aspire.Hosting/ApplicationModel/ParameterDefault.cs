namespace Aspire.Hosting.ApplicationModel;

/// <summary>How a parameter gets a value where the configuration has none.</summary>
public abstract class ParameterDefault
{
    /// <summary>Gives the value.</summary>
    public abstract string GetDefaultValue();
}
