using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using MtlsAspire.Server.Problems;
using MtlsAspire.Server.Storage;

namespace MtlsAspire.Server.Items;

/// <summary>If-Match and If-None-Match of a request (RFC 9110, section 13.1).</summary>
internal sealed class Preconditions
{
    private readonly IList<EntityTagHeaderValue>? _match;
    private readonly IList<EntityTagHeaderValue>? _noneMatch;

    private Preconditions(IList<EntityTagHeaderValue>? match, IList<EntityTagHeaderValue>? noneMatch)
    {
        _match = match;
        _noneMatch = noneMatch;
    }

    public static Preconditions Of(HttpRequest request) => new(
        Parse(HeaderNames.IfMatch, request.Headers.IfMatch), Parse(HeaderNames.IfNoneMatch, request.Headers.IfNoneMatch));

    public bool MatchIsMetBy(StoredItem? item) => _match is null || (item is not null && _match.Any(tag => Is(tag, item, useStrongComparison: true)));

    /// <summary>Whether the client has the item already (304).</summary>
    public bool IsKnown(StoredItem item) => _noneMatch?.Any(tag => Is(tag, item, useStrongComparison: false)) == true;

    public WriteCondition ForWriting() => new(item => MatchIsMetBy(item) && (item is null || !IsKnown(item)));

    private static bool Is(EntityTagHeaderValue tag, StoredItem item, bool useStrongComparison) =>
        tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(new EntityTagHeaderValue(item.ETag), useStrongComparison);

    private static IList<EntityTagHeaderValue>? Parse(string header, StringValues values)
    {
        if (values.Count == 0) return null;
        return EntityTagHeaderValue.TryParseStrictList([.. values.OfType<string>()], out var tags) && tags.Count > 0
            ? tags
            : throw new ProblemException(BoxProblem.Bad("precondition_malformed", $"{header} is neither * nor a list of entity tags in double quotes (RFC 9110, section 8.8.3)."));
    }
}
