using System.Text.Json;
using System.Text.Json.Nodes;

namespace MtlsAspire.Server.Transformations;

/// <summary>Keeps some members of a JSON object, or of each object of a JSON array, and drops all others.</summary>
internal sealed class JsonProjection : ITransformation
{
    private const int MostFields = 100;

    public string Name => "json-projection";

    public string Summary => "Keeps the members 'fields' (names with commas between them; a.b for a member of a member) of a JSON object or of each object of an array.";

    public TransformationOutput Apply(TransformationInput input, TransformationParameters parameters)
    {
        parameters.AllowOnly("fields");
        var fields = parameters.Required("fields").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(field => field.Split('.')).ToArray();
        if (fields.Length is 0 or > MostFields) throw new TransformationException("parameter_malformed", $"fields are 1 to {MostFields} names, with commas between them.");
        try
        {
            var result = JsonNode.Parse(input.Content) switch
            {
                JsonObject one => Project(one, fields),
                JsonArray many => (JsonNode)new JsonArray([.. many.Select(one => (JsonNode)Project(one as JsonObject ?? throw NoObject(), fields))]),
                _ => throw NoObject(),
            };
            return new TransformationOutput(TransformationOutput.Json, JsonSerializer.SerializeToUtf8Bytes(result));
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException)
        {
            // Twice the same member shows only when it is looked at, as an ArgumentException.
            throw new TransformationException("input_not_json", "The item is no JSON that can be read.", exception);
        }
    }

    private static JsonObject Project(JsonObject source, string[][] fields)
    {
        var target = new JsonObject();
        foreach (var path in fields)
        {
            var (from, to) = ((JsonNode?)source, target);
            foreach (var name in path[..^1])
            {
                from = (from as JsonObject)?[name];
                if (from is not JsonObject) break;
                if (to[name] is not JsonObject next) to[name] = next = [];
                to = next;
            }

            if (from is JsonObject last && last.TryGetPropertyValue(path[^1], out var value)) to[path[^1]] = value?.DeepClone();
        }

        return target;
    }

    private static TransformationException NoObject() => new("input_not_json", "The item is neither a JSON object nor an array of objects.");
}
