using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace UserService.Core.Notifications.Senders;

/// <summary>Sends e-mail over SMTP.</summary>
internal sealed class SmtpSender(IOptions<SmtpOptions> options) : IMessageSender
{
    public string Name => "smtp";

    public string Channel => "email";

    public async Task<string?> SendAsync(RenderedMessage message, CancellationToken ct)
    {
        var smtp = options.Value;
        using var mail = new MimeMessage
        {
            Subject = message.Subject,
            MessageId = $"{message.Id:N}@user-service",
            Body = new BodyBuilder { TextBody = message.Text, HtmlBody = message.Html }.ToMessageBody(),
        };
        mail.From.Add(MailboxAddress.Parse(smtp.From));
        mail.To.Add(MailboxAddress.Parse(message.To));
        using var client = new SmtpClient { Timeout = (int)smtp.Timeout.TotalMilliseconds };
        await ConnectAsync(client, smtp, ct);
        await client.SendAsync(mail, ct);
        await client.DisconnectAsync(quit: true, ct);
        return mail.MessageId;
    }

    /// <summary>Connects and signs in.</summary>
    public static async Task ConnectAsync(SmtpClient client, SmtpOptions smtp, CancellationToken ct)
    {
        await client.ConnectAsync(smtp.Host!, smtp.Port, smtp.UseTls ? SecureSocketOptions.StartTls : SecureSocketOptions.Auto, ct);
        if (smtp.Username is { Length: > 0 } username)
            await client.AuthenticateAsync(username, smtp.Password ?? "", ct);
    }
}
