using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using MtlsAspire.Server.Tests.Support;
using MtlsAspire.Tests.Support;

namespace MtlsAspire.Server.Tests.Storage;

/// <summary>Hostile names, wrong lengths, slow and endless bodies: a clear answer, and nothing stored.</summary>
public sealed class BadInputTests() : StorageBoxTests(postgres: null, Limit)
{
    private const int Limit = 1 << 20;

    public override async Task DisposeAsync()
    {
        await AssertNothingStoredAsync();
        await base.DisposeAsync();
    }

    [Theory]
    [InlineData("%2e%2e%2fetc%2fpasswd")]
    [InlineData("..%5c..%5cwindows")]
    [InlineData(".hidden")]
    [InlineData("%20leading")]
    [InlineData("trailing%20")]
    [InlineData("a%00b")]
    [InlineData("a%0d%0ab")]
    [InlineData("%E2%80%AEgpj.exe")]
    [InlineData("a%E2%80%8Bb")]
    [InlineData("CON:")]
    [InlineData("a%2fb")]
    [InlineData("%F0%9F%94%92")]
    public async Task Hostile_names_are_refused(string name)
    {
        await using var client = await RawClient.ConnectAsync(Box.Server.Https);
        await HandshakeAsync(client);
        await client.Stream.WriteAsync(Encoding.ASCII.GetBytes($"PUT /items/{name} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx"));

        var answer = await client.ReadToEndAsync();

        Assert.StartsWith("HTTP/1.1 4", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_of_ten_kilobytes_is_refused_with_the_rule()
    {
        using var response = await Client.PutAsync($"/items/{new string('a', 10_000)}", [1]);
        var problem = await response.ProblemAsync(HttpStatusCode.BadRequest, "name_invalid");
        Assert.Contains("1 to 200 characters", (string?)problem["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_in_any_script_are_fine_and_distinct()
    {
        foreach (var name in new[] { "Bericht März", "報告書.pdf", "отчёт", "a", "A" })
        {
            using var put = await Client.PutAsync($"/items/{Uri.EscapeDataString(name)}", Encoding.UTF8.GetBytes(name));
            Assert.Equal(HttpStatusCode.Created, put.StatusCode);
        }

        foreach (var name in new[] { "Bericht März", "報告書.pdf", "отчёт", "a", "A" })
        {
            Assert.Equal(name, await Client.GetStringAsync(new Uri($"/items/{Uri.EscapeDataString(name)}", UriKind.Relative)));
            using var deleted = await Client.SendAsync(HttpMethod.Delete, $"/items/{Uri.EscapeDataString(name)}");
            Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_beyond_the_limit_is_refused_whether_or_not_it_says_how_long_it_is(bool saysLength)
    {
        using HttpContent content = saysLength ? new ByteArrayContent(new byte[Limit + 1]) : new EndlessContent(Limit + 1);
        using var response = await Client.SendAsync(HttpMethod.Put, "/items/large", content);
        await response.ProblemAsync(HttpStatusCode.RequestEntityTooLarge, "item_too_large");
    }

    [Theory]
    [InlineData("Content-Encoding", "gzip", HttpStatusCode.UnsupportedMediaType, "content_encoding_not_supported")]
    [InlineData("Content-Range", "bytes 0-0/2", HttpStatusCode.BadRequest, "content_range_not_supported")]
    [InlineData("Content-Type", "no type at all", HttpStatusCode.BadRequest, "content_type_invalid")]
    public async Task Headers_that_would_be_passed_over_are_refused(string header, string value, HttpStatusCode status, string reason)
    {
        using var content = new ByteArrayContent([1]);
        content.Headers.TryAddWithoutValidation(header, value);
        using var response = await Client.SendAsync(HttpMethod.Put, "/items/a", content);
        await response.ProblemAsync(status, reason);
    }

    [Theory]
    [InlineData("limit=0", "limit_invalid")]
    [InlineData("limit=1001", "limit_invalid")]
    [InlineData("after=%3Cscript%3E", "after_invalid")]
    public async Task Pages_that_cannot_be_are_told(string query, string reason)
    {
        using var response = await Client.SendAsync(HttpMethod.Get, $"/items?{query}");
        await response.ProblemAsync(HttpStatusCode.BadRequest, reason);
    }

    [Theory]
    [InlineData("Content-Length: 100\r\n\r\nonly this")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n64\r\nonly this")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n9\r\nonly this\r\n")]
    public async Task A_body_that_ends_before_its_end_is_not_stored(string rest)
    {
        await using (var client = await RawClient.ConnectAsync(Box.Server.Https))
        {
            await HandshakeAsync(client);
            await client.Stream.WriteAsync(Encoding.ASCII.GetBytes($"PUT /items/short HTTP/1.1\r\nHost: localhost\r\n{rest}"));
            await client.Stream.FlushAsync();
        }

        await AssertNothingStoredAsync();
    }

    [Fact]
    public async Task A_body_that_comes_too_slowly_is_not_waited_for()
    {
        await using var client = await RawClient.ConnectAsync(Box.Server.Https);
        await HandshakeAsync(client);
        await client.Stream.WriteAsync(Encoding.ASCII.GetBytes("PUT /items/slow HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 100000\r\n\r\nx"));

        var answer = await client.ReadToEndAsync();

        Assert.StartsWith("HTTP/1.1 408", answer, StringComparison.Ordinal);
        Assert.Contains("body_too_slow", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_drips_in_is_not_waited_for()
    {
        await using var client = await RawClient.ConnectAsync(Box.Server.Https);
        await HandshakeAsync(client);
        await client.Stream.WriteAsync(Encoding.ASCII.GetBytes("PUT /items/slow HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 100000\r\n\r\n"));
        var answer = client.ReadToEndAsync();

        // Ten bytes a second: never silent for long, and done in three hours.
        while (!answer.IsCompleted)
        {
            try
            {
                await client.Stream.WriteAsync("x"u8.ToArray());
            }
            catch (IOException)
            {
                // The box has closed the connection.
            }

            await Task.WhenAny(answer, Task.Delay(100));
        }

        Assert.StartsWith("HTTP/1.1 408", await answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Content-Length: 1\r\nContent-Length: 2\r\n\r\nx")]
    [InlineData("Content-Length: -1\r\n\r\nx")]
    [InlineData("Content-Length: 99999999999999999999\r\n\r\nx")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nlong\r\nx\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n1\r\nxyz\r\n0\r\n\r\n")]
    public async Task Lengths_that_cannot_be_are_refused(string rest)
    {
        await using var client = await RawClient.ConnectAsync(Box.Server.Https);
        await HandshakeAsync(client);
        await client.Stream.WriteAsync(Encoding.ASCII.GetBytes($"PUT /items/a HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{rest}"));

        Assert.StartsWith("HTTP/1.1 400", await client.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hidden_items_look_like_unknown_ones_and_are_in_no_list()
    {
        const string Hiding = $$"""{ "*": [{{LockJson.LockOne}}, { "Name": "secrets", "Kind": "Role", "Roles": ["operator"], "Items": ["secret-*"] }] }""";
        await using var box = await TestBox.StartAsync(Pki, Folder, "hiding", "items", Hiding);
        using var keeper = TestBox.IssueRole(Pki, "operator", "operator");
        using (var client = box.Client(keeper)) (await client.PutAsync("/items/secret-a", [1])).EnsureSuccessStatusCode();
        using var stranger = box.Client(Leaf);

        using var hidden = await stranger.SendAsync(HttpMethod.Get, "/items/secret-a");
        using var unknown = await stranger.SendAsync(HttpMethod.Get, "/items/nothing");
        using var deleted = await stranger.SendAsync(HttpMethod.Delete, "/items/secret-a");
        var list = await stranger.GetStringAsync(new Uri("/items", UriKind.Relative));

        static async Task<string> BodyAsync(HttpResponseMessage response)
        {
            var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
            problem.Remove("traceId");
            return $"{(int)response.StatusCode} {problem.ToJsonString()} {string.Join(';', response.Headers.Select(header => header.Key))}";
        }

        Assert.Equal(await BodyAsync(unknown), await BodyAsync(hidden));
        Assert.Equal(await BodyAsync(unknown), await BodyAsync(deleted));
        Assert.DoesNotContain("secret-a", list, StringComparison.Ordinal);
        using var again = box.Client(keeper);
        Assert.Contains("secret-a", await again.GetStringAsync(new Uri("/items", UriKind.Relative)), StringComparison.Ordinal);
    }

    private Task HandshakeAsync(RawClient client) =>
        client.HandshakeAsync(System.Security.Authentication.SslProtocols.Tls13, Leaf, [Pki.Issuing.Certificate]);

    private async Task AssertNothingStoredAsync()
    {
        var list = JsonNode.Parse(await Client.GetStringAsync(new Uri("/items", UriKind.Relative)))!;
        Assert.Empty(list["items"]!.AsArray());
    }

    private sealed class EndlessContent(int length) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(new byte[length]).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
