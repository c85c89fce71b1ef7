using Microsoft.Extensions.DependencyInjection;

namespace UserService.Core.Devices;

internal static class DeviceServices
{
    public static IServiceCollection AddDevices(this IServiceCollection services)
    {
        services.AddOptions<DeviceOptions>().BindConfiguration(DeviceOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddScoped<NewDeviceNotice>();
        services.AddScoped<MobileDeviceMigration>();
        services.AddScoped<IDeviceService, DeviceService>();
        return services;
    }
}
