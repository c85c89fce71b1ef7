using System.Security.Cryptography;
using Banking.Users.V1;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using UserService.Core.Authentication.Clients;
using UserService.Core.Mfa.Approvals;
using UserService.Core.Persistence;
using UserService.Tests.Fixtures;

namespace UserService.Tests.Integration.Grpc;

[Collection(ServersCollection.Name)]
public sealed class RedeemApprovalTests(GrpcFixture fixture) : IClassFixture<GrpcFixture>
{
    private const string Operation = "transfer.create";
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Tells_when_and_with_what_the_customer_approved()
    {
        var (customer, id, hash) = await ApprovedAsync();

        var redeemed = await fixture.Host.Auth.RedeemApprovalAsync(Request(customer, id, hash), await CallerAsync());

        Assert.Equal("totp", redeemed.Method);
        Assert.Equal(fixture.Time.GetUtcNow().ToUnixTimeSeconds(), redeemed.ApprovedAt.Seconds);
        Assert.Equal(fixture.Time.GetUtcNow().ToUnixTimeSeconds(), redeemed.RedeemedAt.Seconds);
    }

    [Fact]
    public async Task Of_twenty_services_at_once_one_redeems_and_the_audit_trail_names_it()
    {
        var (customer, id, hash) = await ApprovedAsync();
        var callers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => CallerAsync()));

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => OutcomeAsync(Request(customer, id, hash), callers[i % 4])));

        Assert.Single(outcomes, outcome => outcome is StatusCode.OK);
        Assert.Equal(19, outcomes.Count(outcome => outcome is StatusCode.FailedPrecondition));
        await using var connection = await fixture.ConnectAsync();
        await using var count = new Npgsql.NpgsqlCommand($"SELECT count(*) FROM audit_entries WHERE action = 'auth.approval_redeemed' AND subject_id = '{customer.UserId}'", connection);
        Assert.Equal(1L, await count.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Is_refused_for_anything_but_what_was_approved_and_then_still_good_for_that()
    {
        var (customer, id, hash) = await ApprovedAsync();
        var other = await fixture.CreateCustomerAsync();
        var caller = await CallerAsync();

        foreach (var wrong in new[]
        {
            Request(customer, id, RandomNumberGenerator.GetBytes(32)),
            Request(customer, id, hash, "transfer.Create"),
            Request(customer, id, hash, "payee.add"),
            Request(other, id, hash),
            Request(customer, other.UserId, hash),
        })
        {
            await fixture.Host.Auth.RedeemApprovalAsync(wrong, caller).FailsAsync(StatusCode.FailedPrecondition, "approval_not_redeemable");
        }

        Assert.Equal(StatusCode.OK, await OutcomeAsync(Request(customer, id, hash), caller));
    }

    [Fact]
    public async Task Is_refused_before_the_customer_has_approved_and_after_it_has_run_out()
    {
        var (customer, pending, hash) = await AskedAsync(approve: false);
        var (late, approved, lateHash) = await ApprovedAsync();
        var caller = await CallerAsync();
        await fixture.Host.Auth.RedeemApprovalAsync(Request(customer, pending, hash), caller).FailsAsync(StatusCode.FailedPrecondition, "approval_not_redeemable");

        fixture.Time.Advance(Lifetime);

        await fixture.Host.Auth.RedeemApprovalAsync(Request(late, approved, lateHash), caller).FailsAsync(StatusCode.FailedPrecondition, "approval_not_redeemable");
    }

    [Theory]
    [InlineData("UPDATE users SET status = 'Frozen' WHERE id = '{0}'")]
    [InlineData("UPDATE users SET status = 'Suspended' WHERE id = '{0}'")]
    [InlineData("UPDATE sessions SET revoked_at = now() WHERE user_id = '{0}'")]
    public async Task Is_refused_once_the_account_is_frozen_or_the_session_ended(string change)
    {
        var (customer, id, hash) = await ApprovedAsync();
        var (other, otherId, otherHash) = await ApprovedAsync();

        await fixture.ExecuteAsync(change.Replace("{0}", customer.UserId.ToString(), StringComparison.Ordinal));

        await fixture.Host.Auth.RedeemApprovalAsync(Request(customer, id, hash), await CallerAsync()).FailsAsync(StatusCode.FailedPrecondition, "approval_not_redeemable");
        Assert.Equal(StatusCode.OK, await OutcomeAsync(Request(other, otherId, otherHash), await CallerAsync()));
    }

    [Theory]
    [InlineData("Frozen")]
    [InlineData("Suspended")]
    public async Task Is_refused_where_the_account_is_stopped_between_the_look_at_it_and_the_redemption(string status)
    {
        var (customer, id, hash) = await ApprovedAsync();
        var caller = await CallerAsync();
        await using var stop = await OpenChange.BeginAsync(await fixture.ConnectAsync(), $"UPDATE users SET status = '{status}' WHERE id = '{customer.UserId}'");

        var redeeming = OutcomeAsync(Request(customer, id, hash), caller);
        await stop.UntilAwaitedAsync(redeeming);
        await stop.CommitAsync();

        Assert.Equal(StatusCode.FailedPrecondition, await redeeming);
    }

    [Fact]
    public async Task Services_do_not_wait_for_each_other()
    {
        var (customer, id, hash) = await ApprovedAsync();
        await using var other = await OpenChange.BeginAsync(await fixture.ConnectAsync(), $"SELECT FROM users WHERE id = '{customer.UserId}' FOR SHARE");

        Assert.Equal(StatusCode.OK, await OutcomeAsync(Request(customer, id, hash), await CallerAsync()));
    }

    [Theory]
    [InlineData("nonsense", "transfer.create", 32, "approval_id")]
    [InlineData("0190a5d1-ac96-774b-bcce-b302099a8057", "", 32, "operation")]
    [InlineData("0190a5d1-ac96-774b-bcce-b302099a8057", "transfer.create", 31, "payload_sha256")]
    [InlineData("0190a5d1-ac96-774b-bcce-b302099a8057", "transfer.create", 0, "payload_sha256")]
    public async Task Names_the_field_that_is_malformed(string id, string operation, int hashLength, string field)
    {
        var request = new RedeemApprovalRequest
        {
            ApprovalId = id, UserId = "0190a5d1-ac96-774b-bcce-b302099a8057", Operation = operation, PayloadSha256 = ByteString.CopyFrom(new byte[hashLength]),
        };

        var failure = await fixture.Host.Auth.RedeemApprovalAsync(request, await CallerAsync()).FailsAsync(StatusCode.InvalidArgument, "invalid_request");

        Assert.Equal([field], failure.Fields());
    }

    [Fact]
    public async Task Needs_its_own_scope()
    {
        var (customer, id, hash) = await ApprovedAsync();

        await fixture.Host.Auth.RedeemApprovalAsync(Request(customer, id, hash), await fixture.CallerAsync(ServiceScopes.RevokeSessions, ServiceScopes.ValidateTokens))
            .FailsAsync(StatusCode.PermissionDenied, "forbidden");

        Assert.Equal(StatusCode.OK, await OutcomeAsync(Request(customer, id, hash), await CallerAsync()));
    }

    private static RedeemApprovalRequest Request(SignedInCustomer customer, Guid id, byte[] hash, string operation = Operation) => new()
    {
        ApprovalId = id.ToString(), UserId = customer.UserId.ToString(), Operation = operation, PayloadSha256 = ByteString.CopyFrom(hash),
    };

    private Task<Metadata> CallerAsync() => fixture.CallerAsync(ServiceScopes.RedeemApprovals);

    private async Task<StatusCode> OutcomeAsync(RedeemApprovalRequest request, Metadata caller)
    {
        try
        {
            await fixture.Host.Auth.RedeemApprovalAsync(request, caller);
            return StatusCode.OK;
        }
        catch (RpcException e)
        {
            return e.StatusCode;
        }
    }

    private Task<(SignedInCustomer Customer, Guid Id, byte[] Hash)> ApprovedAsync() => AskedAsync(approve: true);

    private async Task<(SignedInCustomer Customer, Guid Id, byte[] Hash)> AskedAsync(bool approve)
    {
        var customer = await fixture.CreateCustomerAsync();
        var (hash, now) = (RandomNumberGenerator.GetBytes(32), fixture.Time.GetUtcNow());
        var approval = Approval.Ask(customer.UserId, customer.SessionId, Guid.CreateVersion7(now), Operation, hash, Lifetime, now);
        if (approve)
            approval.Approve("totp", Lifetime, now);
        await using var scope = fixture.Host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<UserDbContext>();
        db.Approvals.Add(approval);
        await db.SaveChangesAsync();
        return (customer, approval.Id, hash);
    }
}
