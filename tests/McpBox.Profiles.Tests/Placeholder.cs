namespace McpBox.Profiles.Tests;
