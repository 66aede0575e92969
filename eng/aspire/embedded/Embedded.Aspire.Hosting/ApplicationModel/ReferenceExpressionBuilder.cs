using System.Globalization;
using System.Text;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Builds a <see cref="ReferenceExpression"/> piece by piece.</summary>
public class ReferenceExpressionBuilder
{
    private readonly StringBuilder _format = new();
    private readonly List<IValueProvider> _valueProviders = [];
    private readonly List<string> _manifestExpressions = [];

    /// <summary>Whether nothing has been appended yet.</summary>
    public bool IsEmpty => _format.Length == 0;

    /// <summary>Appends text.</summary>
    public void AppendLiteral(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        _format.Append(value.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));
    }

    /// <summary>Appends text.</summary>
    public void AppendFormatted(string? value)
    {
        if (value is not null)
        {
            AppendLiteral(value);
        }
    }

    /// <summary>Appends a value; another expression is taken in piece by piece.</summary>
    public void AppendFormatted<T>(T valueProvider)
        where T : IValueProvider, IManifestExpressionProvider
    {
        if (valueProvider is ReferenceExpression inner)
        {
            var shifted = Enumerable.Range(_valueProviders.Count, inner.ValueProviders.Count)
                .Select(i => (object)string.Create(CultureInfo.InvariantCulture, $"{{{i}}}"));
            var literal = inner.Format.Replace("{{", "{{{{", StringComparison.Ordinal).Replace("}}", "}}}}", StringComparison.Ordinal);
            _format.AppendFormat(CultureInfo.InvariantCulture, literal, [.. shifted]);
            _valueProviders.AddRange(inner.ValueProviders);
            _manifestExpressions.AddRange(inner.ManifestExpressions);
            return;
        }

        _format.Append(CultureInfo.InvariantCulture, $"{{{_valueProviders.Count}}}");
        _valueProviders.Add(valueProvider);
        _manifestExpressions.Add(valueProvider.ValueExpression);
    }

    /// <summary>Gives the expression.</summary>
    public ReferenceExpression Build() => new(_format.ToString(), [.. _valueProviders], [.. _manifestExpressions]);
}
