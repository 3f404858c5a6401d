// An MCP-like server that tries to reach what it is asked to, and answers with what came of it. For tests of allowlists.
import dgram from 'node:dgram';
import dns from 'node:dns/promises';
import net from 'node:net';
import readline from 'node:readline';
import tls from 'node:tls';
import { execFile } from 'node:child_process';

const patience = 4000;

const ways = {
  async fetch({ url, options }) {
    const answer = await fetch(url, options);
    return { status: answer.status, body: await answer.text() };
  },
  lookup: ({ name }) => dns.lookup(name, { all: true }),
  resolve: ({ name, type }) => dns.resolve(name, type ?? 'A'),
  ask: ({ server, name }) => {
    const resolver = new dns.Resolver({ timeout: 500, tries: 1 });
    resolver.setServers([server]);
    return resolver.resolve(name, 'TXT');
  },
  // Sends text, gives what comes back until the end.
  connect: ({ host, port, text, servername, ca }) => new Promise((resolve, reject) => {
    const socket = servername === undefined ? net.connect({ host, port }) : tls.connect({ host, port, servername, ca, rejectUnauthorized: false });
    let got = '';
    socket.setEncoding('latin1');
    socket.setTimeout(patience, () => socket.destroy(Object.assign(new Error('nothing came'), { code: 'TIMEOUT' })));
    socket.on(servername === undefined ? 'connect' : 'secureConnect', () => socket.end(text));
    socket.on('data', piece => { got += piece; });
    socket.on('error', reject);
    socket.on('end', () => resolve({ got }));
  }),
  datagram: ({ host, port, text }) => new Promise((resolve, reject) => {
    const socket = dgram.createSocket(net.isIPv6(host) ? 'udp6' : 'udp4');
    socket.on('error', reject);
    socket.send(text, port, host, error => { socket.close(); error ? reject(error) : resolve({}); });
  }),
  listen: ({ port }) => new Promise((resolve, reject) => {
    const server = net.createServer().on('error', reject).listen(port, '127.0.0.1', () => server.close(() => resolve({})));
  }),
  run: ({ command, args }) => new Promise(resolve => {
    execFile(command, args, { timeout: 20_000 }, (error, out, err) => resolve({ code: error?.code ?? 0, out, err }));
  }),
};

for await (const line of readline.createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line);
  const answer = { jsonrpc: '2.0', id };
  try {
    answer.result = await ways[method](params);
  } catch (error) {
    answer.result = { error: error.cause?.code ?? error.code ?? String(error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
