using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;
using Embedded.Aspire.Tests.ApplicationModel;
using Microsoft.Extensions.Logging.Abstractions;

namespace Embedded.Aspire.Tests.Model;

public sealed class ResourceUrlTests
{
    private readonly IResourceBuilder<ExecutableResource> _web = TestModel.Create().AddShell("web").WithHttpEndpoint().WithHttpEndpoint(name: "admin").Allocated(5000);

    [Fact]
    public async Task Each_endpoint_has_a_link_that_is_inactive_until_somebody_listens()
    {
        var urls = await UrlsAsync();

        Assert.Equal([("http", "http://localhost:5000"), ("admin", "http://localhost:5001")], urls.Select(u => (u.Name, u.Url)));
        Assert.All(urls, u => Assert.True(u.IsInactive));
        var shown = ResourceUrls.WithLiveServices(
            new CustomResourceSnapshot { ResourceType = "Executable", Properties = [], Urls = [.. urls] }, _web.Resource, ["web-admin"]);
        Assert.Equal([true, false], shown.Urls.Select(u => u.IsInactive));
    }

    [Fact]
    public async Task Links_can_be_added_named_ordered_and_hidden_from_the_summary()
    {
        _web.WithUrl("https://docs.example", "Docs")
            .WithUrl($"{_web.GetEndpoint("http")}/swagger", "API")
            .WithUrlForEndpoint("http", url => url.DisplayOrder = 7)
            .WithUrlForEndpoint("admin", endpoint => new ResourceUrlAnnotation { Url = "/health", DisplayText = endpoint.EndpointName, DisplayLocation = UrlDisplayLocation.DetailsOnly })
            .WithUrls(context => context.Urls.RemoveAll(u => u.Endpoint?.EndpointName == "admin" && u.DisplayText is null));

        var urls = await UrlsAsync();

        Assert.Equal(
            [
                ("http", "http://localhost:5000", "", 7, false),
                (null, "https://docs.example", "Docs", 0, false),
                (null, "http://localhost:5000/swagger", "API", 0, false),
                ("admin", "http://localhost:5001/health", "admin", 0, true),
            ],
            urls.Select(u => (u.Name, u.Url, u.DisplayProperties.DisplayName, u.DisplayProperties.SortOrder, u.IsInternal)));
    }

    private Task<IReadOnlyList<UrlSnapshot>> UrlsAsync() =>
        ResourceUrls.OfAsync(_web.Resource, new DistributedApplicationExecutionContext(DistributedApplicationOperation.Run), NullLogger.Instance, ObservableModel.Soon);
}
