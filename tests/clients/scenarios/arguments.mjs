// The command line of drive.mjs.
export function parseArguments(argv) {
  const end = argv.indexOf("--");
  const [scenario, ...options] = argv.slice(0, end);
  const [command, ...args] = argv.slice(end + 1);
  if (end < 1 || !/^[a-z-]+$/.test(scenario) || command === undefined)
    throw new Error("usage: node drive.mjs SCENARIO [--folder DIRECTORY] -- COMMAND [ARG...]");
  return { scenario, folder: options[options.indexOf("--folder") + 1], command, args };
}
