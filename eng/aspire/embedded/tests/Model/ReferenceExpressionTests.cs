using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Embedded.Aspire.Tests.ApplicationModel;

namespace Embedded.Aspire.Tests.Model;

public sealed class ReferenceExpressionTests
{
    private readonly IDistributedApplicationBuilder _builder = TestModel.Create();

    [Fact]
    public async Task Values_are_put_into_the_text_when_it_is_asked_for()
    {
        var user = _builder.AddParameter("user", "alice");
        var text = "plain";

        var expression = ReferenceExpression.Create($"{text} {user} at {user.Resource}");

        Assert.Equal("plain {0} at {1}", expression.Format);
        Assert.Equal("plain {user.value} at {user.value}", expression.ValueExpression);
        Assert.Equal("plain alice at alice", await expression.GetValueAsync(ObservableModel.Soon));
    }

    [Fact]
    public async Task Braces_in_the_text_stay_what_they_are()
    {
        var value = _builder.AddParameter("value", "{0}");
        var literal = "{json}";

        var expression = ReferenceExpression.Create($"{{\"a\":{value}}} {literal}");

        Assert.Equal("{\"a\":{0}} {json}", await expression.GetValueAsync(ObservableModel.Soon));
    }

    [Fact]
    public async Task An_expression_within_an_expression_is_taken_in_with_its_values_and_braces()
    {
        var a = _builder.AddParameter("a", "1");
        var b = _builder.AddParameter("b", "2");
        var inner = ReferenceExpression.Create($"{{{b}{a}}}");

        var outer = ReferenceExpression.Create($"{a}-{inner}-{b}");

        Assert.Equal("{0}-{{{1}{2}}}-{3}", outer.Format);
        Assert.Equal(4, outer.ValueProviders.Count);
        Assert.Equal("1-{21}-2", await outer.GetValueAsync(ObservableModel.Soon));
    }

    [Fact]
    public async Task A_value_that_is_null_leaves_nothing_and_an_empty_expression_is_null()
    {
        string? nothing = null;
        var optional = new OptionalValue();

        Assert.Equal("[]", await ReferenceExpression.Create($"[{nothing}{optional}]").GetValueAsync(ObservableModel.Soon));
        Assert.Null(await ReferenceExpression.Create($"{nothing}").GetValueAsync(ObservableModel.Soon));
        Assert.Null(await ReferenceExpression.Empty.GetValueAsync(ObservableModel.Soon));
    }

    [Fact]
    public async Task A_builder_puts_an_expression_together_piece_by_piece()
    {
        var expression = new ReferenceExpressionBuilder();
        Assert.True(expression.IsEmpty);

        expression.AppendLiteral("Host={");
        expression.AppendFormatted(_builder.AddParameter("host", "db").Resource);
        expression.AppendFormatted("}");

        Assert.False(expression.IsEmpty);
        Assert.Equal("Host={db}", await expression.Build().GetValueAsync(ObservableModel.Soon));
    }

    [Fact]
    public async Task Every_part_of_an_address_can_be_referred_to()
    {
        var web = _builder.AddShell("web").WithHttpsEndpoint(targetPort: 9000, name: "api").Allocated(5001);
        var api = web.GetEndpoint("api");

        var expression = ReferenceExpression.Create(
            $"{api}|{api.Property(EndpointProperty.Url)}|{api.Property(EndpointProperty.Host)}|{api.Property(EndpointProperty.IPV4Host)}|{api.Property(EndpointProperty.Port)}|{api.Property(EndpointProperty.Scheme)}|{api.Property(EndpointProperty.TargetPort)}|{api.Property(EndpointProperty.HostAndPort)}");

        Assert.Equal(
            "https://localhost:5001|https://localhost:5001|localhost|127.0.0.1|5001|https|9000|localhost:5001",
            await expression.GetValueAsync(ObservableModel.Soon));
        Assert.StartsWith("{web.bindings.api.url}|{web.bindings.api.url}|{web.bindings.api.host}|", expression.ValueExpression, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_value_of_an_endpoint_waits_for_its_address()
    {
        var web = _builder.AddShell("web").WithHttpEndpoint();
        var value = ReferenceExpression.Create($"{web.GetEndpoint("http")}").GetValueAsync(ObservableModel.Soon).AsTask();
        Assert.False(value.IsCompleted);

        web.Allocated(5002);

        Assert.Equal("http://localhost:5002", await value);
    }

    private sealed class OptionalValue : IExpressionValue
    {
        public string ValueExpression => "{optional}";

        public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult<string?>(null);
    }
}
