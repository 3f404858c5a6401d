// Lines of two values side by side. Myers' O(ND) algorithm, bounded: beyond that the middle is shown as replaced, which is true of any two texts.

const MOST_EDITS = 600;

/** [{left, right}]: null where one side has nothing; `same` where both are equal. */
function diffLines(left, right) {
  let head = 0;
  while (head < left.length && head < right.length && left[head] === right[head]) head++;
  let tail = 0;
  while (tail < left.length - head && tail < right.length - head && left[left.length - 1 - tail] === right[right.length - 1 - tail]) tail++;
  const rows = left.slice(0, head).map((line) => ({ left: line, right: line, same: true }));
  rows.push(...align(left.slice(head, left.length - tail), right.slice(head, right.length - tail)));
  rows.push(...left.slice(left.length - tail).map((line) => ({ left: line, right: line, same: true })));
  return rows;
}

function align(left, right) {
  const rows = [];
  let [x, y] = [0, 0];
  const upTo = (endX, endY) => {
    for (; x < endX || y < endY; x++, y++) rows.push({ left: x < endX ? left[x] : null, right: y < endY ? right[y] : null, same: false });
    [x, y] = [endX, endY];
  };
  for (const [sameX, sameY] of commonLines(left, right)) {
    upTo(sameX, sameY);
    rows.push({ left: left[x], right: right[y], same: true });
    [x, y] = [x + 1, y + 1];
  }
  upTo(left.length, right.length);
  return rows;
}

/** The places of equal lines, in order; none where the texts differ too much to say. */
function commonLines(left, right) {
  const trace = [];
  let furthest = new Map([[1, 0]]);
  const most = Math.min(left.length + right.length, MOST_EDITS);
  for (let edits = 0; edits <= most; edits++) {
    trace.push(furthest);
    const now = new Map();
    for (let k = -edits; k <= edits; k += 2) {
      let x = k === -edits || (k !== edits && (furthest.get(k - 1) ?? -1) < (furthest.get(k + 1) ?? -1)) ? furthest.get(k + 1) ?? 0 : (furthest.get(k - 1) ?? -1) + 1;
      while (x < left.length && x - k < right.length && left[x] === right[x - k]) x++;
      now.set(k, x);
      if (x >= left.length && x - k >= right.length) return walkBack(trace, left.length, right.length);
    }
    furthest = now;
  }
  return [];
}

function walkBack(trace, x, y) {
  const same = [];
  for (let edits = trace.length - 1; edits >= 0; edits--) {
    const before = trace[edits];
    const k = x - y;
    const from = k === -edits || (k !== edits && (before.get(k - 1) ?? -1) < (before.get(k + 1) ?? -1)) ? k + 1 : k - 1;
    const startX = before.get(from) ?? 0;
    const startY = startX - from;
    while (x > startX && y > startY) {
      [x, y] = [x - 1, y - 1];
      same.push([x, y]);
    }
    [x, y] = [startX, startY];
  }
  return same.reverse();
}
