namespace UserService.Core.Authentication.Passwords;

/// <summary>Where peppers come from: configuration by default, a key vault where one is registered instead.</summary>
public interface IPasswordPeppers
{
    /// <summary>The pepper of new hashes; null where none is used.</summary>
    Pepper? Current { get; }

    /// <summary>The pepper an existing hash names; null where it is no longer known.</summary>
    Pepper? Find(string id);
}
