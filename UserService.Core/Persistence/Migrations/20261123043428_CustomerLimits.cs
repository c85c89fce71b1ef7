using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace UserService.Core.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class CustomerLimits : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "customer_limits",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    single_limit = table.Column<long>(type: "bigint", nullable: true),
                    daily_limit = table.Column<long>(type: "bigint", nullable: true),
                    instant_payments = table.Column<bool>(type: "boolean", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_customer_limits", x => x.user_id);
                    table.ForeignKey(
                        name: "fk_customer_limits_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "customer_limits");
        }
    }
}
