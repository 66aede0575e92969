using MtlsAspire.Server.Protection;
using MtlsAspire.Server.Tests.Support;
using MtlsAspire.ServiceDefaults;
using MtlsAspire.Tests.Support;
using MtlsAspire.TestSupport;

namespace MtlsAspire.Server.Tests.Storage;

/// <summary>A database that cannot be used is told in one line before the box starts, and no password is in it.</summary>
public sealed class DatabaseSettingTests : IDisposable
{
    private readonly TestPki _pki = new();
    private readonly TemporaryDirectory _directory = new();

    public void Dispose()
    {
        _directory.Dispose();
        _pki.Dispose();
    }

    [Theory]
    [InlineData("Host=/nowhere;Username=box;Password=secret;Database=box", "The database of box 'storage' cannot be used (Failed to connect to /nowhere")]
    [InlineData("Host=localhost;Pasword=secret", "Box:Database is no connection string for PostgreSQL; write it like Host=localhost;Database=box;Username=box.")]
    [InlineData("secret", "Box:Database is no connection string for PostgreSQL")]
    public async Task A_database_that_is_not_there_is_told(string connection, string message)
    {
        var exception = await Assert.ThrowsAsync<ConfigurationException>(() => StartAsync($"--Box:Database={connection}"));

        Assert.StartsWith(message, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_told()
    {
        var data = PrivateDirectory.Create(_directory.Combine("storage", "data"));
        await File.WriteAllTextAsync(Path.Combine(data, "box.db"), new string('x', 5000));

        var exception = await Assert.ThrowsAsync<ConfigurationException>(() => StartAsync());

        Assert.Contains("box.db' cannot be opened (SQLite Error 26: 'file is not a database'); restore it from a backup", exception.Message, StringComparison.Ordinal);
    }

    private Task<TestBox> StartAsync(params string[] settings) => TestBox.StartAsync(_pki, _directory, "storage", "items", locks: null, settings);
}
