namespace MtlsAspire.Server.Boxes;

/// <summary>What can be done with a box; each operation has locks of its own.</summary>
public static class Operations
{
    /// <summary>List the items.</summary>
    public const string ListItems = "items.list";

    /// <summary>Take an item out.</summary>
    public const string ReadItem = "items.read";

    /// <summary>Put an item in, or another in its place.</summary>
    public const string WriteItem = "items.write";

    /// <summary>Delete an item.</summary>
    public const string DeleteItem = "items.delete";

    /// <summary>Have an item processed and the result sealed.</summary>
    public const string CreateRun = "runs.create";

    /// <summary>Take a sealed result out.</summary>
    public const string ReadRun = "runs.read";

    /// <summary>Hand in a sealed result of another box.</summary>
    public const string AcceptResult = "results.accept";

    /// <summary>List the sealed results that were handed in.</summary>
    public const string ListResults = "results.list";

    /// <summary>Take out a sealed result that was handed in.</summary>
    public const string ReadResult = "results.read";

    /// <summary>The operations that come with each part of a box (<see cref="BoxOptions.Serves"/>).</summary>
    internal static IReadOnlyDictionary<BoxPart, IReadOnlyList<string>> ByPart { get; } = new Dictionary<BoxPart, IReadOnlyList<string>>
    {
        [BoxPart.Items] = [ListItems, ReadItem, WriteItem, DeleteItem],
        [BoxPart.Runs] = [CreateRun, ReadRun],
        [BoxPart.Results] = [AcceptResult, ListResults, ReadResult],
    };
}
