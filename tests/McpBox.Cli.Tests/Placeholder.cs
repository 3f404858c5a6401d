namespace McpBox.Cli.Tests;
