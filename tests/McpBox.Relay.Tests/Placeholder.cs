namespace McpBox.Relay.Tests;
