using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using MtlsAspire.Server.Boxes;
using MtlsAspire.Server.Tests.Support;

namespace MtlsAspire.Server.Tests;

/// <summary>Each box tells in an OpenAPI document what can be done with it, and what it may answer.</summary>
public sealed class OpenApiTests(ThreeBoxes boxes) : IClassFixture<ThreeBoxes>
{
    private static readonly Dictionary<string, string> Answers = new(StringComparer.Ordinal)
    {
        ["ListItems"] = "200 400 401 403 503",
        ["PutItem"] = "200 201 400 401 403 408 412 413 415 500 503",
        ["GetItem"] = "200 304 400 401 403 404 412 500 503",
        ["DeleteItem"] = "204 400 401 403 404 412 500 503",
        ["CreateRun"] = "201 400 401 403 404 408 413 422 502 503 504",
        ["GetRun"] = "200 401 403 404 500 503",
        ["ListTransformations"] = "200 401 403 503",
        ["AcceptResult"] = "201 400 401 403 408 409 413 422 503",
        ["ListResults"] = "200 400 401 403 503",
        ["GetResult"] = "200 401 403 404 500 503",
    };

    [Theory]
    [InlineData("storage")]
    [InlineData("processing")]
    [InlineData("archive")]
    public async Task The_document_is_valid_and_lists_each_operation_with_its_answers(string box)
    {
        var document = await ReadAsync(box);

        Assert.Equal($"Box {box}", document.Info.Title);
        var told = document.Paths.SelectMany(path => path.Value.Operations!.Select(operation => (Path: path.Key.TrimEnd('/'), Method: operation.Key.Method, Operation: operation.Value))).ToArray();
        Assert.Equal(Routes(box).Order(), told.Select(one => $"{one.Method} {one.Path}").Order());
        Assert.All(told, one =>
        {
            var responses = one.Operation.Responses!;
            Assert.Equal(Answers[one.Operation.OperationId!], string.Join(' ', responses.Keys.Order(StringComparer.Ordinal)));
            Assert.NotNull(one.Operation.Summary);
            foreach (var (_, response) in responses.Where(response => response.Key[0] is '4' or '5'))
                Assert.Equal(["box", "detail", "instance", "lock", "reason", "status", "title", "type"], response.Content!["application/problem+json"].Schema!.Properties!.Keys.Order(StringComparer.Ordinal));
        });
    }

    [Fact]
    public async Task Mutual_TLS_is_the_security_scheme_of_all_operations()
    {
        var document = await ReadAsync("storage");

        var scheme = Assert.Single(document.Components!.SecuritySchemes!);
        Assert.Equal(SecuritySchemeType.MutualTLS, scheme.Value.Type);
        Assert.Equal(scheme.Key, Assert.Single(Assert.Single(document.Security!).Keys).Reference.Id);
        Assert.All(document.Paths.Values.SelectMany(path => path.Operations!.Values), operation => Assert.Null(operation.Security));
    }

    [Fact]
    public async Task Preconditions_are_parameters()
    {
        var document = await ReadAsync("storage");

        foreach (var operation in document.Paths["/items/{name}"].Operations!.Values)
            Assert.Equal(["If-Match", "If-None-Match", "name"], operation.Parameters!.Select(parameter => parameter.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_document_is_for_every_client_with_a_certificate_and_for_nobody_else()
    {
        using var roleless = boxes.Client("storage", "roleless");
        using var nobody = boxes.Client("storage", "nobody");

        using var answer = await roleless.SendAsync(HttpMethod.Get, "/openapi/v1.json");
        using var refused = await nobody.SendAsync(HttpMethod.Get, "/openapi/v1.json");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await refused.ProblemAsync(HttpStatusCode.Unauthorized, "certificate_missing");
    }

    private async Task<OpenApiDocument> ReadAsync(string box)
    {
        using var client = boxes.Client(box, "roleless");
        var text = await client.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative));
        var read = OpenApiDocument.Parse(text, "json");
        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, read.Diagnostic!.SpecificationVersion);
        Assert.Empty(read.Diagnostic.Errors);
        Assert.Empty(read.Diagnostic.Warnings);
        return read.Document!;
    }

    // What the server really routes.
    private IEnumerable<string> Routes(string box) =>
        from endpoint in boxes[box].Server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        where endpoint.Metadata.GetMetadata<OperationMetadata>() is not null
        from method in endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
        select $"{method} {endpoint.RoutePattern.RawText!.TrimEnd('/')}";
}
