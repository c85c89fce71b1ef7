using System.Collections.Frozen;
using Microsoft.Extensions.Options;

namespace UserService.Core.Authentication.Passwords;

internal sealed class ConfiguredPeppers : IPasswordPeppers
{
    private readonly FrozenDictionary<string, Pepper> _peppers;

    public ConfiguredPeppers(IOptions<PasswordOptions> options)
    {
        var peppers = new Dictionary<string, Pepper>(StringComparer.Ordinal);
        foreach (var (id, key) in options.Value.Peppers)
        {
            if (Pepper.TryCreate(id, key, out var pepper))
                peppers.Add(id, pepper);
        }
        _peppers = peppers.ToFrozenDictionary(StringComparer.Ordinal);
        Current = options.Value.CurrentPepper is { } current ? _peppers[current] : null;
    }

    public Pepper? Current { get; }

    public Pepper? Find(string id) => _peppers.GetValueOrDefault(id);
}
