return McpBox.Init.InitProcess.Run(args);
