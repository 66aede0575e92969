using System.Security.Cryptography;
using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using MtlsAspire.Server.Boxes;
using MtlsAspire.ServiceDefaults;
using MtlsAspire.ServiceDefaults.MutualTls;
using MtlsAspire.ServiceDefaults.MutualTls.Identity;

namespace MtlsAspire.Server.Protection;

/// <summary>
/// The data protection keys of a box: one file each, wrapped for the box's certificate as a whole. Nothing is taken from a
/// file that the box did not wrap itself. When the certificate changes, every file is wrapped for the new one.
/// </summary>
internal sealed class KeyRing : IXmlRepository, IDisposable
{
    private readonly string _directory;
    private readonly ICurrentIdentity _identity;
    private readonly ILogger<KeyRing> _logger;
    private readonly Lock _gate = new();
    private readonly List<WrappingKey> _former;
    private WrappingKey _key;
    private string _subject;

    /// <summary>Opens the ring: every key of it, now, so that a ring that cannot be opened is told before anything starts.</summary>
    /// <exception cref="ConfigurationException">A key cannot be opened.</exception>
    public KeyRing(BoxOptions options, ICurrentIdentity identity, ILogger<KeyRing> logger)
    {
        _directory = PrivateDirectory.Create(Path.Combine(PrivateDirectory.Create(options.Data), "keys"));
        _identity = identity;
        _logger = logger;
        _key = WrappingKey.Of(identity.Current.Leaf);
        _subject = identity.Current.Leaf.Subject;
        _former = options.FormerKeys.Select(WrappingKey.Read).ToList();
        Rewrap();
        identity.Changed += IdentityChanged;
    }

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        lock (_gate) return [.. Files().Select(Open)];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        // The name is data protection's own: "key-" and a GUID.
        var name = string.Concat(friendlyName.Where(c => char.IsAsciiLetterOrDigit(c) || c == '-'));
        lock (_gate) Write(Path.Combine(_directory, $"{name}.xml"), element);
    }

    public void Dispose()
    {
        _identity.Changed -= IdentityChanged;
        _key.Dispose();
        foreach (var key in _former) key.Dispose();
    }

    private void IdentityChanged(object? sender, EventArgs e)
    {
        try
        {
            lock (_gate)
            {
                TlsIdentity identity = _identity.Current;
                var next = WrappingKey.Of(identity.Leaf);
                _former.Add(_key);
                (_key, _subject) = (next, identity.Leaf.Subject);
                var count = Rewrap();
                if (count > 0) _logger.KeyRingRewrapped(_subject, count);
            }
        }
        catch (Exception exception) when (exception is ConfigurationException or CryptographicException or IOException or UnauthorizedAccessException)
        {
            // What has been wrapped for the old key can still be opened by it: this process keeps it.
            _logger.KeyRingNotRewrapped(exception.Message);
        }
    }

    private int Rewrap()
    {
        var count = 0;
        foreach (var path in Files())
        {
            var element = Open(path);
            if (WrappedElement.RecipientOf(Load(path)).Id == _key.Id) continue;
            Write(path, element);
            count++;
        }

        return count;
    }

    private IEnumerable<string> Files() => Directory.EnumerateFiles(_directory, "*.xml").Order(StringComparer.Ordinal);

    private XElement Open(string path)
    {
        var wrapped = Load(path);
        var (id, subject) = WrappedElement.RecipientOf(wrapped);
        var key = _former.Append(_key).FirstOrDefault(candidate => candidate.Id == id)
            ?? throw new ConfigurationException(
                $"The key ring's file '{path}' was wrapped for a former key of '{subject}' (SHA-256 of its public key {id}), and the certificate was renewed with another while the box was down; set {BoxOptions.Section}:{nameof(BoxOptions.FormerKeys)} ({BoxOptions.Section}__{nameof(BoxOptions.FormerKeys)}) to the PEM file of that former private key for this start, after which it is not needed any more.");
        try
        {
            return WrappedElement.Unwrap(wrapped, key);
        }
        catch (CryptographicException exception)
        {
            throw new ConfigurationException($"The key ring's file '{path}' has been changed by somebody else than this box; restore it from a backup.", exception);
        }
    }

    private static XElement Load(string path)
    {
        try
        {
            return XElement.Load(path);
        }
        catch (XmlException exception)
        {
            throw new ConfigurationException($"The key ring's file '{path}' is not XML; restore it from a backup.", exception);
        }
    }

    private void Write(string path, XElement element)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}.new";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(temporary, options))
        {
            WrappedElement.Wrap(element, _key, _subject).Save(file);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }
}
