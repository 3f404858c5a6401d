namespace McpBox.Engines.Bubblewrap.Tests;
