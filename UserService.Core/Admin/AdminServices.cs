using Microsoft.Extensions.DependencyInjection;
using UserService.Core.Admin.Customers;
using UserService.Core.Admin.Notes;
using UserService.Core.Admin.Requests;
using UserService.Core.Admin.Roles;

namespace UserService.Core.Admin;

internal static class AdminServices
{
    public static IServiceCollection AddAdmin(this IServiceCollection services)
    {
        services.AddOptions<AdminOptions>().BindConfiguration(AdminOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IStaffPermissions, StaffPermissions>();
        services.AddScoped<IRoleService, RoleService>();
        services.AddSingleton<CustomerFinder>();
        services.AddScoped<ICustomerSearch, CustomerSearch>();
        services.AddScoped<ICustomerControl, CustomerControl>();
        services.AddScoped<INoteService, NoteService>();
        services.AddScoped<IRequestService, RequestService>();
        services.AddScoped<IRequestedAct, ReinstateAct>();
        services.AddScoped<IRequestedAct, ResetFactorsAct>();
        services.AddScoped<IRequestedAct, ChangeNamesAct>();
        services.AddScoped<IRequestedAct, GrantRoleAct>();
        services.AddScoped<IRequestedAct, ApproveKycAct>();
        services.AddScoped<IRequestedAct, SetTierRuleAct>();
        services.AddScoped<IRequestedAct, LiftRestrictionAct>();
        return services;
    }
}
