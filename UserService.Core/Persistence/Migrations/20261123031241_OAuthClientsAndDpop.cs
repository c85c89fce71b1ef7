using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace UserService.Core.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class OAuthClientsAndDpop : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "key_thumbprint",
                table: "sessions",
                type: "character varying(43)",
                maxLength: 43,
                nullable: true);

            migrationBuilder.AddColumn<string[]>(
                name: "exchange_audiences",
                table: "service_clients",
                type: "text[]",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<string>(
                name: "public_keys",
                table: "service_clients",
                type: "text",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "key_thumbprint",
                table: "sessions");

            migrationBuilder.DropColumn(
                name: "exchange_audiences",
                table: "service_clients");

            migrationBuilder.DropColumn(
                name: "public_keys",
                table: "service_clients");
        }
    }
}
