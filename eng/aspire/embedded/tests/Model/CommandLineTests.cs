using Aspire.Hosting.Orchestration;

namespace Embedded.Aspire.Tests.Model;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  \t ")]
    public void Nothing_is_no_argument(string? text) => Assert.Empty(CommandLine.Split(text));

    [Theory]
    [InlineData("one two", "one", "two")]
    [InlineData("  one \t two  ", "one", "two")]
    [InlineData("\"two words\" three", "two words", "three")]
    [InlineData("--name=\"two words\"", "--name=two words")]
    [InlineData("\"\" last", "", "last")]
    [InlineData("say \\\"hello\\\"", "say", "\"hello\"")]
    [InlineData("\"C:\\Program Files\\\\\" next", "C:\\Program Files\\", "next")]
    [InlineData("a\\b C:\\", "a\\b", "C:\\")]
    [InlineData("\"not closed", "not closed")]
    public void A_command_line_is_split_at_white_space_outside_of_quotes(string text, params string[] expected) =>
        Assert.Equal(expected, CommandLine.Split(text));
}
