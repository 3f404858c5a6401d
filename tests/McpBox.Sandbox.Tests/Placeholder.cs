namespace McpBox.Sandbox.Tests;
