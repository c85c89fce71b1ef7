using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace UserService.Core.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class ServiceClientsWithDpop : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "requires_dpop",
                table: "service_clients",
                type: "boolean",
                nullable: false,
                defaultValue: false);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "requires_dpop",
                table: "service_clients");
        }
    }
}
