using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.Options;
using MtlsAspire.Server.Boxes;

namespace MtlsAspire.Server.Protection;

/// <summary>Data protection as a box uses it: AES-256-GCM, its own name, its own key ring.</summary>
internal static class BoxProtectionExtensions
{
    public static IServiceCollection AddBoxProtection(this IServiceCollection services, BoxOptions options)
    {
        services.AddDataProtection()
            .SetApplicationName($"MtlsAspire box {options.Name}")
            .SetDefaultKeyLifetime(options.KeyLifetime)
            .UseCryptographicAlgorithms(new AuthenticatedEncryptorConfiguration { EncryptionAlgorithm = EncryptionAlgorithm.AES_256_GCM });
        services.AddSingleton<KeyRing>();
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>, KeyRingSetup>();
        return services;
    }

    private sealed class KeyRingSetup(KeyRing ring) : IConfigureOptions<KeyManagementOptions>
    {
        public void Configure(KeyManagementOptions options)
        {
            options.XmlRepository = ring;
            // The ring wraps whole elements; within them there is nothing left to encrypt.
            options.XmlEncryptor = new NullXmlEncryptor();
        }
    }
}
