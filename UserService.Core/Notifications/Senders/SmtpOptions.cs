using System.ComponentModel.DataAnnotations;
using UserService.Core.Configuration;

namespace UserService.Core.Notifications.Senders;

/// <summary>The mail server. Section <c>Smtp</c>; without a host e-mail is only logged.</summary>
public sealed class SmtpOptions
{
    public const string Section = "Smtp";

    /// <summary>Such as <c>smtp.bank.example</c>; empty for none.</summary>
    [Example("smtp.bank.example")]
    public string? Host { get; set; }

    /// <summary>Default 587, message submission (RFC 6409).</summary>
    [Range(1, 65535)]
    public int Port { get; set; } = 587;

    /// <summary>Demands STARTTLS; without it TLS is used where the server offers it.</summary>
    public bool UseTls { get; set; }

    /// <summary>Who the server lets send; empty where it asks nobody.</summary>
    [Example("user-service")]
    public string? Username { get; set; }

    /// <summary>That one's password.</summary>
    [Example("…")]
    public string? Password { get; set; }

    /// <summary>Sender, such as <c>Example Bank &lt;no-reply@bank.example&gt;</c>.</summary>
    [Required]
    public string From { get; set; } = "Example Bank <no-reply@localhost>";

    /// <summary>For one message, connection included. Default 15 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);
}
