namespace Aspire.Hosting.Dcp;

/// <summary>A change of one object.</summary>
/// <param name="Type">What happened.</param>
/// <param name="Object">The whole object; after its deletion its last state.</param>
internal sealed record WatchEvent<T>(WatchEventType Type, T Object);
