
const MARKER = /^(#{1,6} |[-*+] |\d{1,3}[.)] )/;
const WORD = /[\wÄÖÜäöüßẞ]/;

export function bold(text, from, to) {
  const [start, end] = from === to ? wordAt(text, from) : trimmed(text, from, to);
  const changes = [];
  for (const [first, last] of start === end ? [[start, end]] : piecesOf(text, start, end)) {
    const isOutside = text.slice(first - 2, first) === "**" && text.slice(last, last + 2) === "**";
    const isInside = last - first >= 4 && text.slice(first, first + 2) === "**" && text.slice(last - 2, last) === "**";
    if (isOutside) changes.push(cut(first - 2, 2), cut(last, 2));
    else if (isInside) changes.push(cut(first, 2), cut(last - 2, 2));
    else changes.push(put(first, "**"), put(last, "**"));
  }
  const isPut = Boolean(changes.length && changes[0].insert);
  if (start === end) return { changes, from: start + (isPut ? 2 : -2), to: start + (isPut ? 2 : -2) };
  const after = (at, side) => mapped(at, changes, side);
  if (from === to) return { changes, from: after(from, 1), to: after(from, 1) };
  return { changes, from: after(start, isPut ? 1 : -1), to: after(end, -1) };
}

export function heading(text, from, to) {
  return marked(text, from, to, "## ", /^#{1,6} /);
}

export function list(text, from, to) {
  return marked(text, from, to, "- ", /^([-*+]|\d{1,3}[.)]) /);
}

export function continued(text, from, to) {
  const start = text.lastIndexOf("\n", from - 1) + 1;
  const found = /^( *)([-*+]|(\d{1,3})([.)])) /.exec(text.slice(start, from));
  if (!found || from !== to) return null;
  const [sign, indent, bullet, number, dot] = found;
  const end = text.indexOf("\n", from);
  if (text.slice(start + sign.length, end < 0 ? text.length : end).trim() === "") {
    return { changes: [cut(start, sign.length)], from: from - sign.length, to: from - sign.length };
  }
  const next = `\n${indent}${number ? `${Number(number) + 1}${dot}` : bullet} `;
  return { changes: [put(from, next)], from: from + next.length, to: from + next.length };
}

function marked(text, from, to, sign, same) {
  const lines = linesOf(text, from, to);
  const filled = lines.filter(({ line }) => line.trim());
  const all = filled.length ? filled : lines.slice(0, 1);
  const isThere = all.every(({ line }) => same.test(line));
  const changes = all.map(({ at, line }) => {
    const found = (isThere ? same : MARKER).exec(line);
    return { at, remove: found ? found[0].length : 0, insert: isThere ? "" : sign };
  });
  const kept = changes.filter(({ remove, insert }) => remove || insert);
  return { changes: kept, from: mapped(from, kept, 1), to: mapped(to, kept, 1) };
}

const put = (at, insert) => ({ at, remove: 0, insert });
const cut = (at, remove) => ({ at, remove, insert: "" });

function mapped(at, changes, side) {
  let by = 0;
  for (const { at: place, remove, insert } of changes) {
    if (place > at || (place === at && !remove && side < 0)) break;
    if (at < place + remove) return place + by + insert.length;
    by += insert.length - remove;
  }
  return at + by;
}

function wordAt(text, at) {
  let [start, end] = [at, at];
  while (start > 0 && WORD.test(text[start - 1])) start -= 1;
  while (end < text.length && WORD.test(text[end])) end += 1;
  return [start, end];
}

function trimmed(text, from, to) {
  let [start, end] = [from, to];
  while (start < end && /\s/.test(text[start])) start += 1;
  while (end > start && /\s/.test(text[end - 1])) end -= 1;
  return [start, end];
}

function piecesOf(text, from, to) {
  return linesOf(text, from, to)
    .map(({ at, line }) => {
      const found = MARKER.exec(line);
      const first = Math.max(from, at + (found ? found[0].length : 0));
      return trimmed(text, first, Math.max(first, Math.min(to, at + line.length)));
    })
    .filter(([first, last]) => first < last);
}

function linesOf(text, from, to) {
  const lines = [];
  let at = text.lastIndexOf("\n", from - 1) + 1;
  for (;;) {
    const end = text.indexOf("\n", at);
    lines.push({ at, line: text.slice(at, end < 0 ? text.length : end) });
    if (end < 0 || end >= to) return lines;
    at = end + 1;
  }
}
