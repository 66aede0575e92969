using System.Globalization;
using System.Runtime.CompilerServices;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A text with values in it that are known once the application starts.</summary>
public class ReferenceExpression : IExpressionValue, IValueWithReferences
{
    /// <summary>The empty text.</summary>
    public static readonly ReferenceExpression Empty = new(string.Empty, [], []);

    internal ReferenceExpression(string format, IReadOnlyList<IValueProvider> valueProviders, IReadOnlyList<string> manifestExpressions)
    {
        Format = format;
        ValueProviders = valueProviders;
        ManifestExpressions = manifestExpressions;
    }

    /// <summary>The text as a composite format string: <c>{0}</c> stands for the first value.</summary>
    public string Format { get; }

    /// <summary>The values.</summary>
    public IReadOnlyList<IValueProvider> ValueProviders { get; }

    /// <summary>How each value is referred to.</summary>
    public IReadOnlyList<string> ManifestExpressions { get; }

    /// <summary>The text with references in place of the values.</summary>
    public string ValueExpression => string.Format(CultureInfo.InvariantCulture, Format, [.. ManifestExpressions]);

    IEnumerable<object> IValueWithReferences.References => ValueProviders;

    /// <summary>Makes an expression of an interpolated string.</summary>
    public static ReferenceExpression Create(in ExpressionInterpolatedStringHandler handler) => handler.Build();

    /// <summary>Gives the text with all values in it, waiting until they are known.</summary>
    /// <returns>Null if the expression is empty. A value that is null leaves nothing in the text.</returns>
#pragma warning disable MA0061 // no default value in the official API
    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken) =>
        GetValueAsync(new ValueProviderContext(), cancellationToken);

    /// <summary>Gives the text as a certain resource sees it.</summary>
    public async ValueTask<string?> GetValueAsync(ValueProviderContext context, CancellationToken cancellationToken)
#pragma warning restore MA0061
    {
        if (Format.Length == 0)
        {
            return null;
        }

        var values = new object?[ValueProviders.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = await ValueProviders[i].GetValueAsync(context, cancellationToken);
        }

        return string.Format(CultureInfo.InvariantCulture, Format, values);
    }

    /// <summary>Turns an interpolated string into an expression; called by the compiler.</summary>
    [InterpolatedStringHandler]
    public ref struct ExpressionInterpolatedStringHandler
    {
        private readonly ReferenceExpressionBuilder _builder = new();

        /// <summary>Begins an expression.</summary>
        public ExpressionInterpolatedStringHandler(int literalLength, int formattedCount)
        {
            _ = literalLength;
            _ = formattedCount;
        }

        /// <summary>Appends text.</summary>
        public readonly void AppendLiteral(string value) => _builder.AppendLiteral(value);

        /// <summary>Appends text.</summary>
        public readonly void AppendFormatted(string? value) => _builder.AppendFormatted(value);

        /// <summary>Appends a value.</summary>
        public void AppendFormatted<T>(T valueProvider)
            where T : IValueProvider, IManifestExpressionProvider =>
            _builder.AppendFormatted(valueProvider);

        /// <summary>Appends the value of a resource.</summary>
        public void AppendFormatted<T>(IResourceBuilder<T> valueProvider)
            where T : IResource, IValueProvider, IManifestExpressionProvider =>
            _builder.AppendFormatted(valueProvider.Resource);

        internal readonly ReferenceExpression Build() => _builder.Build();
    }
}
