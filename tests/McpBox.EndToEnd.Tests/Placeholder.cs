namespace McpBox.EndToEnd.Tests;
