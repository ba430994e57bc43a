// Which known word a person meant: the fewest letters to add, drop, change or swap.

/** The number of edits between two words (swapped neighbours count as one). */
export function distance(one: string, other: string): number {
  const a = [...one];
  const b = [...other];
  let before: number[] = [];
  let last = b.map((_, index) => index + 1);
  last.unshift(0);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(at(row, j - 1) + 1, at(last, j) + 1, at(last, j - 1) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, at(before, j - 2) + 1);
      row.push(best);
    }
    before = last;
    last = row;
  }
  return at(last, b.length);
}

const at = (row: readonly number[], index: number): number => row[index] ?? 0;

/** The nearest of the words within `most` edits; the first of equally near ones. */
export function nearest(
  written: string,
  words: Iterable<string>,
  most: number,
): string | undefined {
  let found: string | undefined;
  let least = most + 1;
  for (const word of words) {
    if (Math.abs(word.length - written.length) >= least) continue;
    const edits = distance(written, word);
    if (edits < least) {
      least = edits;
      found = word;
    }
  }
  return found;
}
