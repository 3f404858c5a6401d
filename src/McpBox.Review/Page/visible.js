// Text from servers is hostile. It reaches the document through textContent alone, and whatever could hide or reorder text is shown as an escape.
// The rule is HarmlessRune's of McpBox.Sandbox; a test holds the two equal.
const HARMFUL = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u{E0100}-\u{E01EF}]/gu;

/** The text on one line, with `\u{1B}` for what must not be shown as it is. */
function visible(text) {
  return String(text).replace(HARMFUL, (character) => `\\u{${character.codePointAt(0).toString(16).toUpperCase()}}`);
}

/** The same for a text of several lines: line feeds stay. */
function visibleLines(text) {
  return text.split("\n").map((line) => visible(line)).join("\n");
}

const STRICT = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The text of these bytes, or null when they are no UTF-8. */
function textOf(bytes) {
  try {
    return STRICT.decode(bytes);
  } catch {
    return null;
  }
}

/** Bytes as text that may be shown; what is no UTF-8 as `\x{FF}`. Line feeds stay. */
function visibleBytes(bytes) {
  const whole = textOf(bytes);
  if (whole !== null) return visibleLines(whole);
  let shown = "";
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes, at);
    if (length > 0) shown += visibleLines(STRICT.decode(bytes.subarray(at, at + length)));
    else shown += `\\x{${bytes[at].toString(16).toUpperCase().padStart(2, "0")}}`;
    at += Math.max(1, length);
  }
  return shown;
}

/** How many bytes the well-formed character at this place has; 0 when there is none. */
function sequenceLength(bytes, at) {
  const first = bytes[at];
  const length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  return length > 0 && at + length <= bytes.length && textOf(bytes.subarray(at, at + length)) !== null ? length : 0;
}

/** `1.5 kB` */
function sizeText(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** Microseconds as `0.25 ms`, `12.3 ms`, `4.56 s`. */
function latencyText(microseconds) {
  if (microseconds < 10_000) return `${(microseconds / 1e3).toFixed(2)} ms`;
  return microseconds < 1e6 ? `${(microseconds / 1e3).toFixed(1)} ms` : `${(microseconds / 1e6).toFixed(2)} s`;
}

function durationText(milliseconds) {
  const seconds = Math.floor(milliseconds / 1000);
  const two = (value) => String(value).padStart(2, "0");
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}.${Math.floor(milliseconds / 100) % 10}`;
}

const countText = (count) => count.toLocaleString("en-US").replaceAll(",", "\u202f");
