using Microsoft.AspNetCore.Http.HttpResults;
using UserService.Api.Contracts;
using UserService.Api.Http;
using UserService.Core.Banking.Accounts;
using UserService.Core.Banking.Banks;
using UserService.Core.Banking.Billers;
using UserService.Core.Errors;

namespace UserService.Api.Endpoints;

/// <summary><c>/v1/banking</c>: a customer's accounts at other banks, and bills that she pays again and again.</summary>
internal static class BankingEndpoints
{
    public static void MapBanking(this IEndpointRouteBuilder app)
    {
        var banking = app.MapGroup("/v1/banking").WithTags("Banking").RequireAuthorization();
        banking.MapGet("/banks", ListBanksAsync).WithName("ListBanks").WithSummary("The banks that accounts can be linked at");
        banking.MapGet("/accounts", ListAccountsAsync).WithName("ListBankAccounts").WithSummary("The caller's linked accounts, the default first");
        banking.MapPost("/accounts", LinkAsync).RequireRecentAal2().WithName("LinkBankAccount").WithSummary("Links an account that is in the caller's own name");
        banking.MapPut("/accounts/{id:guid}/default", MakeDefaultAsync).RequireRecentAal2().WithName("MakeBankAccountDefault").WithSummary("Makes a linked account the default");
        banking.MapDelete("/accounts/{id:guid}", UnlinkAsync).RequireRecentAal2().WithName("UnlinkBankAccount").WithSummary("Unlinks an account");
        banking.MapGet("/bills", ListBillsAsync).WithName("ListBills").WithSummary("What can be paid for");
        banking.MapGet("/billers", ListBillersAsync).WithName("ListBillers").WithSummary("The billers that the caller has saved");
        banking.MapPost("/billers", SaveBillerAsync).WithName("SaveBiller").WithSummary("Saves a biller, once it knows the reference");
        banking.MapDelete("/billers/{id:guid}", RemoveBillerAsync).WithName("RemoveBiller").WithSummary("Removes a saved biller");
    }

    private static async Task<Results<Ok<ListResponse<BankResponse>>, ProblemResult>> ListBanksAsync(IBankDirectory banks, CancellationToken ct) =>
        await banks.ListAsync(ct) is { } list
            ? TypedResults.Ok(new ListResponse<BankResponse>([.. list.Select(b => new BankResponse(b.Code, b.Name))]))
            : Problems.From(CommonErrors.Unavailable);

    private static async Task<Ok<ListResponse<BankAccountResponse>>> ListAccountsAsync(IBankAccountService accounts, Caller caller, CancellationToken ct) =>
        TypedResults.Ok(new ListResponse<BankAccountResponse>([.. (await accounts.ListAsync(caller.UserId, ct)).Select(a => a.ToResponse())]));

    private static async Task<Results<Created<BankAccountResponse>, ProblemResult>> LinkAsync(LinkAccountRequest request, IBankAccountService accounts, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var bank = errors.Text("bankCode", request.BankCode, 10);
        var number = errors.Digits("accountNumber", request.AccountNumber, 10, "10 digits are needed.");
        if (!errors.None)
            return Problems.From(errors);
        return await accounts.LinkAsync(caller.UserId, bank!, number!, caller.Actor, ct) switch
        {
            LinkAccountResult.Linked(var account) => TypedResults.Created($"/v1/banking/accounts/{account.Id}", account.ToResponse()),
            LinkAccountResult.Failed(var error) => Problems.From(error),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static async Task<Results<NoContent, ProblemResult>> MakeDefaultAsync(Guid id, IBankAccountService accounts, Caller caller, CancellationToken ct) =>
        await accounts.MakeDefaultAsync(caller.UserId, id, caller.Actor, ct) is { } error ? Problems.From(error) : TypedResults.NoContent();

    private static async Task<Results<NoContent, ProblemResult>> UnlinkAsync(Guid id, IBankAccountService accounts, Caller caller, CancellationToken ct) =>
        await accounts.UnlinkAsync(caller.UserId, id, caller.Actor, ct) is { } error ? Problems.From(error) : TypedResults.NoContent();

    private static async Task<Results<Ok<ListResponse<BillResponse>>, ProblemResult>> ListBillsAsync(IBillerService billers, CancellationToken ct) =>
        await billers.ListBillsAsync(ct) is { } bills
            ? TypedResults.Ok(new ListResponse<BillResponse>([.. bills.Select(b => new BillResponse(b.BillerCode, b.ItemCode, b.Name, b.CustomerLabel))]))
            : Problems.From(CommonErrors.Unavailable);

    private static async Task<Ok<ListResponse<SavedBillerResponse>>> ListBillersAsync(IBillerService billers, Caller caller, CancellationToken ct) =>
        TypedResults.Ok(new ListResponse<SavedBillerResponse>([.. (await billers.ListAsync(caller.UserId, ct)).Select(b => b.ToResponse())]));

    private static async Task<Results<Created<SavedBillerResponse>, ProblemResult>> SaveBillerAsync(SaveBillerRequest request, IBillerService billers, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors();
        if (request.ToBiller(errors) is not { } biller)
            return Problems.From(errors);
        return await billers.SaveAsync(caller.UserId, biller, caller.Actor, ct) switch
        {
            SaveBillerResult.Saved(var saved) => TypedResults.Created($"/v1/banking/billers/{saved.Id}", saved.ToResponse()),
            SaveBillerResult.Failed(var error) => Problems.From(error),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static async Task<Results<NoContent, ProblemResult>> RemoveBillerAsync(Guid id, IBillerService billers, Caller caller, CancellationToken ct) =>
        await billers.RemoveAsync(caller.UserId, id, caller.Actor, ct) ? TypedResults.NoContent() : Problems.From(CommonErrors.NotFound);
}
