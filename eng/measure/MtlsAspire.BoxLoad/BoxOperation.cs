namespace MtlsAspire.BoxLoad;

/// <summary>Something that can be done with a box.</summary>
/// <param name="Name">What it is called in the table.</param>
/// <param name="DoAsync">Does it once; the number tells one time from the other.</param>
internal sealed record BoxOperation(string Name, Func<int, Task> DoAsync);
