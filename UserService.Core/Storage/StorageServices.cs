using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace UserService.Core.Storage;

internal static class StorageServices
{
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.AddOptions<StorageOptions>().BindConfiguration(StorageOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>();
        services.AddHttpClient(CloudinaryStorage.ClientName);
        services.AddSingleton<IStorageService>(provider => provider.GetRequiredService<IOptions<StorageOptions>>().Value.Provider switch
        {
            StorageProviders.S3 => ActivatorUtilities.CreateInstance<S3Storage>(provider),
            StorageProviders.Cloudinary => ActivatorUtilities.CreateInstance<CloudinaryStorage>(provider),
            _ => ActivatorUtilities.CreateInstance<LocalStorage>(provider),
        });
        services.AddSingleton<FileLinks>();
        services.AddScoped<UserFiles>();
        services.AddScoped<IFileService, FileService>();
        return services;
    }

    /// <summary>For the Worker.</summary>
    public static IServiceCollection AddFileSweep(this IServiceCollection services)
    {
        services.AddSingleton<FileSweep>();
        services.AddHostedService(provider => provider.GetRequiredService<FileSweep>());
        return services;
    }
}
