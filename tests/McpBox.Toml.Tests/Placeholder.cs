namespace McpBox.Toml.Tests;
