using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Embedded.Aspire.Tests.ApplicationModel;

namespace Embedded.Aspire.Tests.Model;

public sealed class ParameterTests
{
    [Fact]
    public async Task A_parameter_is_read_from_the_configuration()
    {
        var builder = TestModel.Create(("Parameters:plain", "1"), ("Parameters:with_hyphen", "2"), ("Some:Key", "3"));

        Assert.Equal("1", await ValueAsync(builder.AddParameter("plain")));
        Assert.Equal("2", await ValueAsync(builder.AddParameter("with-hyphen")));
        Assert.Equal("3", await ValueAsync(builder.AddParameterFromConfiguration("other", "Some:Key")));
    }

    [Fact]
    public async Task A_given_value_is_the_value()
    {
        var builder = TestModel.Create(("Parameters:fixed", "configured"));
        var calls = 0;
        var lazy = builder.AddParameter("lazy", () => $"call {++calls}");

        Assert.Equal("given", await ValueAsync(builder.AddParameter("fixed", "given")));
        Assert.Equal(0, calls);
        Assert.Equal("call 1", await ValueAsync(lazy));
        Assert.Equal("call 1", await ValueAsync(lazy));
    }

    [Fact]
    public void A_parameter_is_secret_when_it_is_said_so()
    {
        var builder = TestModel.Create();

        Assert.False(builder.AddParameter("open").Resource.Secret);
        Assert.True(builder.AddParameter("hidden", secret: true).Resource.Secret);
        Assert.True(builder.AddParameter("given", "x", secret: true).Resource.Secret);
        Assert.True(((ParameterResource)builder.AddConnectionString("db").Resource).Secret);
        Assert.Throws<ArgumentException>(() => builder.AddParameter("both", "x", publishValueAsDefault: true, secret: true));
    }

    [Fact]
    public async Task A_missing_value_says_how_to_give_it()
    {
        var parameter = TestModel.Create().AddParameter("api-key", secret: true);

        var exception = await Assert.ThrowsAsync<MissingParameterValueException>(() => ValueAsync(parameter));

        Assert.Contains("'api-key'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Parameters__api_key", exception.Message, StringComparison.Ordinal);
        Assert.Contains("--Parameters:api-key=VALUE", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_connection_string_says_how_to_give_it()
    {
        var connectionString = TestModel.Create().AddConnectionString("db");

        var exception = await Assert.ThrowsAsync<MissingParameterValueException>(
            async () => await connectionString.Resource.GetConnectionStringAsync(ObservableModel.Soon));

        Assert.Contains("ConnectionStrings__db", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_value_does_not_replace_a_default_one()
    {
        var parameter = TestModel.Create().AddParameter("size");
        parameter.Resource.Default = new ConstantDefault();

        Assert.Equal("default", await ValueAsync(parameter));
    }

    [Fact]
    public void A_parameter_can_be_described()
    {
        var parameter = TestModel.Create().AddParameter("size").WithDescription("*How* large", enableMarkdown: true).Resource;

        Assert.Equal(("*How* large", true), (parameter.Description, parameter.EnableDescriptionMarkdown));
    }

    private static async Task<string?> ValueAsync(IResourceBuilder<ParameterResource> parameter) => await parameter.Resource.GetValueAsync(ObservableModel.Soon);

    private sealed class ConstantDefault : ParameterDefault
    {
        public override string GetDefaultValue() => "default";
    }
}
