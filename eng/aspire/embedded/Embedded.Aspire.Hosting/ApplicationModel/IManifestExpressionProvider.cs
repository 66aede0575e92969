namespace Aspire.Hosting.ApplicationModel;

/// <summary>Something that can be referred to as <c>{name.property}</c>.</summary>
public interface IManifestExpressionProvider
{
    /// <summary>The reference, for example <c>{server.bindings.https.url}</c>.</summary>
    string ValueExpression { get; }
}
