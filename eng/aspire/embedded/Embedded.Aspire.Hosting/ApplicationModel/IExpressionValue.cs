namespace Aspire.Hosting.ApplicationModel;

/// <summary>A value that can also be referred to.</summary>
public interface IExpressionValue : IValueProvider, IManifestExpressionProvider
{
}
