using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using NetArchTest.Rules;
using UserService.Api;
using UserService.Core;
using UserService.Core.Accounts;
using UserService.Core.Persistence;
using UserService.Worker;

namespace UserService.Tests.Unit.Architecture;

/// <summary>DESIGN section 1, "Rules of the house", and the conventions that a compiler can see.</summary>
public sealed class HouseRulesTests
{
    private const BindingFlags All = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
    private static readonly Assembly Core = typeof(CoreServices).Assembly;
    private static readonly Assembly[] Hosts = [typeof(ApiHost).Assembly, typeof(WorkerHost).Assembly];

    private static IEnumerable<Type> Entities => typeof(UserDbContext).GetProperties(All)
        .Where(p => p.PropertyType.IsGenericType && p.PropertyType.GetGenericTypeDefinition() == typeof(DbSet<>)).Select(p => p.PropertyType.GetGenericArguments()[0]);

    [Fact]
    public void Core_references_neither_a_host_nor_what_hosts_share() =>
        Assert.DoesNotContain(Core.GetReferencedAssemblies(), a => a.Name!.StartsWith("UserService", StringComparison.Ordinal));

    [Fact]
    public void Hosts_do_not_know_each_other()
    {
        foreach (var host in Hosts)
        {
            var known = host.GetReferencedAssemblies().Select(a => a.Name!).Where(name => name.StartsWith("UserService", StringComparison.Ordinal));
            Assert.Empty(known.Except(["UserService.Core", "UserService.ServiceDefaults"]));
        }
    }

    [Fact]
    public void Only_the_composition_of_a_host_knows_the_database()
    {
        var knowing = Hosts.SelectMany(host => Types.InAssembly(host).That().HaveDependencyOn(typeof(UserDbContext).FullName).GetTypes()).Select(Outermost).Distinct();

        Assert.Equal([nameof(ApiHost), nameof(WorkerHost)], knowing.Select(t => t.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Entities_know_neither_EF_nor_Redis_nor_RabbitMQ()
    {
        var names = Entities.Select(e => e.FullName).ToHashSet();
        Assert.True(names.Count > 10);

        string[] machinery = ["Microsoft.EntityFrameworkCore", "Npgsql", "StackExchange.Redis", "RabbitMQ"];
        Assert.NotEmpty(Types.InAssembly(Core).That().HaveDependencyOnAny(machinery).GetTypes()); // others do, and it shows
        var result = Types.InAssembly(Core).That().MeetCustomRule(new Named(names))
            .ShouldNot().HaveDependencyOnAny(machinery).GetResult();

        Assert.True(result.IsSuccessful, string.Join(", ", result.FailingTypeNames ?? []));
    }

    [Fact]
    public void Entities_are_changed_by_their_own_methods_only()
    {
        var offenders =
            from entity in Entities
            from property in entity.GetProperties(All)
            where property.SetMethod is { IsPublic: true } setter && !setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit))
            select $"{entity.Name}.{property.Name}";

        Assert.Empty(offenders);
    }

    [Fact]
    public void No_type_is_called_UserService() =>
        Assert.DoesNotContain(Hosts.Append(Core).SelectMany(a => a.GetTypes()), t => t.Name == "UserService");

    [Fact]
    public void Names_say_what_a_type_does() =>
        Assert.Empty(Hosts.Append(Core).SelectMany(a => a.GetTypes()).Where(Written)
            .Where(t => t.Name.EndsWith("Helper", StringComparison.Ordinal) || t.Name.EndsWith("Helpers", StringComparison.Ordinal)
                || t.Name.EndsWith("Utils", StringComparison.Ordinal) || t.Name.EndsWith("Manager", StringComparison.Ordinal)).Select(t => t.FullName));

    [Fact]
    public void Classes_are_sealed()
    {
        var open = Hosts.Append(Core).SelectMany(a => a.GetTypes()).Where(Written)
            .Where(t => t is { IsClass: true, IsAbstract: false, IsSealed: false } && t.Namespace?.EndsWith(".Migrations", StringComparison.Ordinal) != true && t.Name != "Program");

        Assert.Empty(open.Select(t => t.FullName));
    }

    [Fact]
    public void What_implements_a_contract_of_Core_is_internal()
    {
        var contracts = Core.GetTypes().Where(t => t.IsInterface && t.IsPublic).ToHashSet();
        var open = Core.GetTypes().Where(t => t is { IsClass: true, IsVisible: true } && t.GetInterfaces().Any(contracts.Contains));

        // Events are contracts themselves.
        Assert.Empty(open.Where(t => !t.GetInterfaces().Any(i => i.Name == "IIntegrationEvent")).Select(t => t.FullName));
    }

    [Fact]
    public void The_user_repository_hands_out_users_and_no_queries()
    {
        foreach (var method in typeof(IUserRepository).GetMethods())
            Assert.DoesNotContain("IQueryable", method.ReturnType.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_has_at_most_six_collaborators()
    {
        var crowded =
            from type in Core.GetTypes().Where(Written)
            where type is { IsClass: true } && type.GetMethod("<Clone>$") is null // records carry data, not collaborators
            from constructor in type.GetConstructors(All)
            where constructor.GetParameters().Count(p => p.ParameterType.Namespace?.StartsWith("Microsoft.Extensions", StringComparison.Ordinal) != true && p.ParameterType != typeof(TimeProvider)) > 6
            select type.FullName;

        Assert.Empty(crowded);
    }

    private static bool Written(Type type) =>
        !type.Name.Contains('<', StringComparison.Ordinal) && Outermost(type).Namespace?.StartsWith("UserService", StringComparison.Ordinal) == true
        && !Attribute.IsDefined(type, typeof(CompilerGeneratedAttribute)) && !Attribute.IsDefined(type, typeof(System.CodeDom.Compiler.GeneratedCodeAttribute));

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private sealed class Named(HashSet<string?> names) : ICustomRule
    {
        public bool MeetsRule(Mono.Cecil.TypeDefinition type) => names.Contains(type.FullName);
    }
}
