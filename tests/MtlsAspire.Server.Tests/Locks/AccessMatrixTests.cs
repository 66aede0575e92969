using System.Text.Json.Nodes;
using MtlsAspire.Server.Tests.Support;

namespace MtlsAspire.Server.Tests.Locks;

/// <summary>
/// Who may do what with which box: every identity, every operation, every box, over real mutual TLS, with the policies that
/// the AppHost gives to the boxes.
/// </summary>
public sealed class AccessMatrixTests : IClassFixture<ThreeBoxes>
{
    private static readonly string[] Identities = ["depositor", "analyst", "operator", "storage", "processing", "archive", "roleless", "expired", "revoked", "foreign", "nobody"];

    // The columns are the identities above. Numbers are statuses: 2 for success, 4xx for what is asked for being unknown
    // behind the locks, 401 and 403 for a lock that stays shut; then its name.
    private static readonly (string Box, string Operation, string[] Expected)[] Rows =
    [
        ("storage", "items.list", ["ok", "403 readers-of-lists", "ok", "403 readers-of-lists", "403 readers-of-lists", "403 readers-of-lists", "403 readers-of-lists", "401", "401", "401", "401"]),
        ("storage", "items.write", ["ok", "403 depositors", "403 depositors", "403 depositors", "403 depositors", "403 depositors", "403 depositors", "401", "401", "401", "401"]),
        ("storage", "items.read", ["403 boxes-that-process", "403 boxes-that-process", "403 boxes-that-process", "403 boxes-that-process", "ok", "403 boxes-that-process", "403 boxes-that-process", "401", "401", "401", "401"]),
        ("storage", "items.delete", ["403 operators", "403 operators", "403 two-persons", "403 operators", "403 operators", "403 operators", "403 operators", "401", "401", "401", "401"]),
        ("processing", "runs.create", ["403 analysts", "ok", "403 analysts", "403 analysts", "403 analysts", "403 analysts", "403 analysts", "401", "401", "401", "401"]),
        ("processing", "runs.read", ["403 analysts", "ok", "403 analysts", "403 analysts", "403 analysts", "403 analysts", "403 analysts", "401", "401", "401", "401"]),
        ("archive", "results.accept", ["403 boxes-that-process", "403 boxes-that-process", "403 boxes-that-process", "403 boxes-that-process", "422", "403 boxes-that-process", "403 boxes-that-process", "401", "401", "401", "401"]),
        ("archive", "results.list", ["403 readers", "ok", "ok", "403 readers", "403 readers", "403 readers", "403 readers", "401", "401", "401", "401"]),
        ("archive", "results.read", ["403 readers", "ok", "ok", "403 readers", "403 readers", "403 readers", "403 readers", "401", "401", "401", "401"]),
    ];

    private readonly ThreeBoxes _boxes;

    public AccessMatrixTests(ThreeBoxes boxes) => _boxes = boxes;

    public static TheoryData<string, string, string, string> Cells()
    {
        var cells = new TheoryData<string, string, string, string>();
        foreach (var (box, operation, expected) in Rows)
        {
            Assert.Equal(Identities.Length, expected.Length);
            for (var i = 0; i < Identities.Length; i++) cells.Add(box, operation, Identities[i], expected[i]);
        }

        return cells;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Cell(string box, string operation, string identity, string expected)
    {
        using var leaf = _boxes.Identity(identity);
        using var client = _boxes[box].Client(leaf);
        using var response = await _boxes.DoAsync(client, operation);

        var text = await response.Content.ReadAsStringAsync();
        if (expected == "ok")
        {
            Assert.True(response.IsSuccessStatusCode, text);
            return;
        }

        var (status, shut) = expected.Split(' ') is [var code, var name] ? (code, name) : (expected, expected == "401" ? "lock-1" : null);
        Assert.True(status == $"{(int)response.StatusCode}", $"{(int)response.StatusCode} {text}");
        var problem = JsonNode.Parse(text)!;
        Assert.Equal(box, (string?)problem["box"]);
        Assert.Equal(shut, (string?)problem["lock"]);
    }

    [Fact]
    public void Every_operation_of_every_box_is_in_the_matrix()
    {
        foreach (var (name, part) in new[] { ("storage", Boxes.BoxPart.Items), ("processing", Boxes.BoxPart.Runs), ("archive", Boxes.BoxPart.Results) })
            Assert.Equal(Boxes.Operations.ByPart[part].Order(), Rows.Where(row => row.Box == name).Select(row => row.Operation).Order());
    }
}
