using System.Text;
using System.Text.Json;

namespace MtlsAspire.Pki.Configuration.Json;

/// <summary>Reads JSON (RFC 8259; comments and trailing commas are let pass) and keeps the place of every value.</summary>
internal ref struct LocatedJson
{
    private const int Deepest = 16;

    private readonly ReadOnlySpan<byte> _text;
    private Utf8JsonReader _reader;
    private int _lineStart;
    private int _line;
    private int _scanned;

    private LocatedJson(ReadOnlySpan<byte> text)
    {
        _text = text;
        _line = 1;
        _reader = new Utf8JsonReader(text, new JsonReaderOptions
        {
            CommentHandling = JsonCommentHandling.Skip,
            AllowTrailingCommas = true,
            MaxDepth = Deepest,
        });
    }

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text in UTF-8.</param>
    /// <exception cref="JsonException">It is not JSON; the exception says where.</exception>
    public static LocatedNode Parse(ReadOnlySpan<byte> text)
    {
        var json = new LocatedJson(text.StartsWith(Encoding.UTF8.Preamble) ? text[Encoding.UTF8.Preamble.Length..] : text);
        json._reader.Read();
        var node = json.ReadValue("$");
        json._reader.Read(); // refuses what follows
        return node;
    }

    private LocatedNode ReadValue(string path)
    {
        var place = Place(path);
        switch (_reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var o = new LocatedNode { Kind = JsonValueKind.Object, Place = place };
                while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
                {
                    var name = _reader.GetString()!;
                    var memberPath = $"{path}.{name}";
                    var namePlace = Place(memberPath);
                    _reader.Read();
                    o.Members.Add(new LocatedMember(name, namePlace, ReadValue(memberPath)));
                }

                return o;
            case JsonTokenType.StartArray:
                var array = new LocatedNode { Kind = JsonValueKind.Array, Place = place };
                while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
                {
                    array.Items.Add(ReadValue($"{path}[{array.Items.Count}]"));
                }

                return array;
            case JsonTokenType.String:
                return new LocatedNode { Kind = JsonValueKind.String, Place = place, Text = _reader.GetString()! };
            case JsonTokenType.Number:
                return new LocatedNode { Kind = JsonValueKind.Number, Place = place, Text = Encoding.UTF8.GetString(_reader.ValueSpan) };
            case JsonTokenType.True:
                return new LocatedNode { Kind = JsonValueKind.True, Place = place };
            case JsonTokenType.False:
                return new LocatedNode { Kind = JsonValueKind.False, Place = place };
            default:
                return new LocatedNode { Kind = JsonValueKind.Null, Place = place };
        }
    }

    // Tokens come in the order of the text, so lines are counted once.
    private JsonPlace Place(string path)
    {
        var position = (int)_reader.TokenStartIndex;
        for (; _scanned < position; _scanned++)
        {
            if (_text[_scanned] == (byte)'\n')
            {
                _line++;
                _lineStart = _scanned + 1;
            }
        }

        return new JsonPlace(path, _line, 1 + Encoding.UTF8.GetCharCount(_text[_lineStart..position]));
    }
}
