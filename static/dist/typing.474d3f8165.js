
export function changed(before, after, caret = after.length) {
  if (before === after) return null;
  const most = Math.min(before.length, after.length);
  let tail = 0;
  const room = Math.min(most, after.length - Math.min(caret, after.length));
  const endsAlike = () => before[before.length - 1 - tail] === after[after.length - 1 - tail];
  while (tail < room && endsAlike()) tail += 1;
  let head = 0;
  while (head < most - tail && before[head] === after[head]) head += 1;
  while (tail < most - head && endsAlike()) tail += 1;
  if (isInsidePair(before, head) || isInsidePair(after, head)) head -= 1;
  if (isInsidePair(before, before.length - tail) || isInsidePair(after, after.length - tail)) tail -= 1;
  return { at: head, remove: before.length - tail - head, insert: after.slice(head, after.length - tail) };
}

function isInsidePair(text, at) {
  return /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(text.slice(Math.max(at - 1, 0), at + 1));
}

export function moved(caret, delta) {
  let at = 0;
  let now = caret;
  for (const step of delta) {
    if (step.retain) at += step.retain;
    if (step.insert) {
      if (at < now) now += step.insert.length;
      at += step.insert.length;
    }
    if (step.delete && at < now) now -= Math.min(step.delete, now - at);
  }
  return now;
}

export function characters(text) {
  return Array.from(text).length;
}

export function placeBeside({ at, remove }, theirs) {
  if (!theirs || at + remove <= theirs.at) return at;
  return at < theirs.at + theirs.remove ? -1 : at + theirs.insert.length - theirs.remove;
}
