namespace Aspire.Hosting.ApplicationModel;

/// <summary>How a URL is shown.</summary>
/// <param name="DisplayName">The text shown in place of the URL; empty to show the URL itself.</param>
/// <param name="SortOrder">URLs with higher numbers are shown first.</param>
public sealed record UrlDisplayPropertiesSnapshot(string DisplayName = "", int SortOrder = 0);
