namespace McpBox.Architecture.Tests;
