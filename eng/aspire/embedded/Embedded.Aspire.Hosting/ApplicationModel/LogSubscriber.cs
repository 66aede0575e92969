namespace Aspire.Hosting.ApplicationModel;

/// <summary>Whether anybody reads the console log of a resource.</summary>
/// <param name="Name">The id of the resource.</param>
/// <param name="AnySubscribers">True when somebody does.</param>
public readonly record struct LogSubscriber(string Name, bool AnySubscribers);
