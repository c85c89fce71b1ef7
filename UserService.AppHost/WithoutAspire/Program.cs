await Console.Error.WriteLineAsync("UserService.AppHost was built without the Aspire packages. Start the stack with ./scripts/dev.sh instead.");
return 1;
