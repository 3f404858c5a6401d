// Reads an HTTP Archive from stdin and says what the HAR 1.2 schema finds wrong with it; exits with 1 if anything.
import { readFileSync } from "node:fs";
import { har } from "har-validator/lib/promise.js";

try {
  await har(JSON.parse(readFileSync(0, "utf8")));
} catch (error) {
  console.log(JSON.stringify(error.errors ?? error.message));
  process.exit(1);
}
