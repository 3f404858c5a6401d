namespace McpBox.Session.Tests;
