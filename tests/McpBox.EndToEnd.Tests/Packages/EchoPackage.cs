using System.Text.Json.Nodes;
using McpBox.Packages.Tests.Npm;

namespace McpBox.EndToEnd.Tests.Packages;

/// <summary>An MCP server for node, which tells in its first answer what it sees around itself.</summary>
internal static class EchoPackage
{
    private const string Script = """
        #!/usr/bin/env node
        const fs = require('fs'), path = require('path'), own = require('./package.json');
        const entry = __dirname.slice(0, __dirname.indexOf('/files/node_modules/'));
        const outcome = act => { try { return act() } catch (e) { return [e.code] } };
        const seen = {
          args: process.argv.slice(2),
          store: outcome(() => fs.readdirSync(path.dirname(entry))),
          entry: outcome(() => fs.readdirSync(entry)),
          write: outcome(() => { fs.writeFileSync(__filename, ''); return ['written'] }),
        };
        require('readline').createInterface({ input: process.stdin }).on('line', line => {
          const request = JSON.parse(line);
          if (request.id === undefined) return;
          const result = request.method !== 'initialize' ? {} : {
            protocolVersion: request.params.protocolVersion, capabilities: {}, serverInfo: { name: own.name, version: own.version }, _meta: seen };
          console.log(JSON.stringify({ jsonrpc: '2.0', id: request.id, result }));
        });
        """;

    /// <param name="more">Further members of package.json.</param>
    public static TestPackage Of(string name, string version = "1.0.0", JsonObject? more = null) => new(name, version)
    {
        Manifest = With(more ?? []),
        Files = { ["cli.js"] = Script },
    };

    private static JsonObject With(JsonObject manifest)
    {
        manifest["bin"] = "cli.js";
        return manifest;
    }
}
