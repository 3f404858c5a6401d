namespace McpBox.Journal.Tests;
