// A small layered layout: loops are turned round, states stand in rows by their distance from the start,
// rows are ordered for few crossings, and arrows that pass a row keep a place in it.

/** What is to be placed. */
export interface Box {
  id: string;
  width: number;
  height: number;
}

/** An arrow, the room that its label needs where it first passes a row, and how much it wants to be straight. */
export interface Arrow {
  from: string;
  to: string;
  room: number;
  pull: number;
}

/** Where things stand. Boxes by their top left corner; routes as points from `from` to `to`. */
export interface Arrangement {
  width: number;
  height: number;
  places: Map<string, { x: number; y: number }>;
  routes: { x: number; y: number }[][];
}

interface Item {
  id: string;
  width: number;
  height: number;
  row: number;
  /** Its middle. */
  x: number;
  up: Link[];
  down: Link[];
}

interface Link {
  item: Item;
  pull: number;
}

const GAP_X = 28;
/** Beside an arrow that passes. */
const GAP_PASS = 14;
const GAP_Y = 52;
/** How much longer arrows want to be straight, inside and where they meet a box. */
const STRAIGHT = { passing: 8, meeting: 2, direct: 1 };

/** Places boxes so that arrows mostly lead down. The first box is the start. */
export function arrange(boxes: Box[], arrows: Arrow[]): Arrangement {
  const rowOf = ranks(boxes, arrows);
  const items = new Map(
    boxes.map((box): [string, Item] => [
      box.id,
      { ...box, row: rowOf.get(box.id)!, x: 0, up: [], down: [] },
    ]),
  );
  const rows: Item[][] = [];
  const put = (item: Item) => {
    while (rows.length <= item.row) rows.push([]);
    rows[item.row]!.push(item);
  };
  for (const item of items.values()) put(item);
  const chains = arrows.map(({ from, to, room, pull }, index) => {
    const ends = [items.get(from)!, items.get(to)!].sort((a, b) => a.row - b.row) as [Item, Item];
    const chain = [ends[0]];
    // The label stands in the row beside the state that the arrow leaves.
    const labelled = items.get(from) === ends[0] ? ends[0].row + 1 : ends[1].row - 1;
    for (let row = ends[0].row + 1; row < ends[1].row; row++) {
      const width = row === labelled ? Math.max(8, room) : 8;
      const pass: Item = { id: `${index}/${row}`, width, height: 0, row, x: 0, up: [], down: [] };
      put(pass);
      chain.push(pass);
    }
    if (ends[0] !== ends[1]) chain.push(ends[1]);
    for (const [at, item] of chain.entries()) {
      const next = chain[at + 1];
      if (!next) break;
      const passing = [item, next].filter(({ height }) => height === 0).length;
      const strength = pull * [STRAIGHT.direct, STRAIGHT.meeting, STRAIGHT.passing][passing]!;
      item.down.push({ item: next, pull: strength });
      next.up.push({ item, pull: strength });
    }
    return items.get(from) === ends[0] ? chain : chain.reverse();
  });
  order(rows);
  spread(rows);
  return draw(rows, chains, boxes, items);
}

/** Row numbers: the longest way from the start, once arrows that lead back are turned round. */
function ranks(boxes: Box[], arrows: Arrow[]): Map<string, number> {
  const out = Map.groupBy(arrows, ({ from }) => from);
  const state = new Map<string, "open" | "done">();
  const sorted: string[] = [];
  const forward: Arrow[] = [];
  const visit = (id: string) => {
    state.set(id, "open");
    for (const arrow of out.get(id) ?? []) {
      const seen = state.get(arrow.to);
      if (seen === "open") {
        if (arrow.to !== id) forward.push({ ...arrow, from: arrow.to, to: id });
        continue;
      }
      forward.push(arrow);
      if (!seen) visit(arrow.to);
    }
    state.set(id, "done");
    sorted.unshift(id);
  };
  for (const { id } of boxes) if (!state.has(id)) visit(id);
  const rows = new Map(boxes.map(({ id }) => [id, 0]));
  const from = Map.groupBy(forward, (arrow) => arrow.from);
  for (const id of sorted)
    for (const { to } of from.get(id) ?? [])
      rows.set(to, Math.max(rows.get(to)!, rows.get(id)! + 1));
  return rows;
}

/** Sorts each row by where its neighbours stand, down and up, and keeps the best order seen. */
function order(rows: Item[][]): void {
  let best = rows.map((row) => [...row]);
  let fewest = crossings(rows);
  for (let sweep = 0; sweep < 8 && fewest > 0; sweep++) {
    const down = sweep % 2 === 0;
    for (const row of down ? rows : rows.toReversed()) {
      const places = new Map<Item, number>();
      for (const near of rows) for (const [index, item] of near.entries()) places.set(item, index);
      const wish = (item: Item) => {
        const near = down ? item.up : item.down;
        if (near.length === 0) return places.get(item)!;
        return near.reduce((sum, one) => sum + places.get(one.item)!, 0) / near.length;
      };
      const wishes = new Map(row.map((item) => [item, wish(item)]));
      row.sort((a, b) => wishes.get(a)! - wishes.get(b)!);
    }
    const now = crossings(rows);
    if (now < fewest) {
      fewest = now;
      best = rows.map((row) => [...row]);
    }
  }
  for (const [index, row] of best.entries()) rows[index] = row;
}

function crossings(rows: Item[][]): number {
  let count = 0;
  for (const [index, row] of rows.entries()) {
    const places = new Map((rows[index + 1] ?? []).map((item, place) => [item, place]));
    const ends = row.map(({ down }) => down.map(({ item }) => places.get(item)!));
    for (let a = 0; a < ends.length; a++)
      for (let b = a + 1; b < ends.length; b++)
        for (const left of ends[a]!) for (const right of ends[b]!) if (left > right) count++;
  }
  return count;
}

/** Moves each row as near to its neighbours as its order and the gaps allow. */
function spread(rows: Item[][]): void {
  for (const row of rows)
    fit(
      row,
      row.map((_, index) => index * 10),
    );
  for (let sweep = 0; sweep < 20; sweep++) {
    const down = sweep % 2 === 0;
    for (const row of down ? rows : rows.toReversed()) {
      const wishes = row.map((item) => {
        const near = sweep > 7 ? [...item.up, ...item.down] : down ? item.up : item.down;
        const pull = near.reduce((sum, link) => sum + link.pull, 0);
        return pull === 0
          ? item.x
          : near.reduce((sum, link) => sum + link.item.x * link.pull, 0) / pull;
      });
      fit(row, wishes);
    }
  }
}

/** The closest positions to the wishes that keep order and gaps: neighbours that collide become a block. */
function fit(row: Item[], wishes: number[]): void {
  let offset = 0;
  const blocks: { sum: number; weight: number; items: { item: Item; offset: number }[] }[] = [];
  for (const [index, item] of row.entries()) {
    const before = row[index - 1];
    if (before) {
      const gap = before.height === 0 || item.height === 0 ? GAP_PASS : GAP_X;
      offset += (before.width + item.width) / 2 + gap;
    }
    const weight = Math.max(
      0.5,
      ...item.up.map(({ pull }) => pull),
      ...item.down.map(({ pull }) => pull),
    );
    let block = { sum: (wishes[index]! - offset) * weight, weight, items: [{ item, offset }] };
    for (
      let last = blocks.at(-1);
      last && last.sum / last.weight > block.sum / block.weight;
      last = blocks.at(-1)
    ) {
      blocks.pop();
      block = {
        sum: last.sum + block.sum,
        weight: last.weight + block.weight,
        items: [...last.items, ...block.items],
      };
    }
    blocks.push(block);
  }
  for (const { sum, weight, items } of blocks)
    for (const { item, offset: own } of items) item.x = sum / weight + own;
}

function draw(
  rows: Item[][],
  chains: Item[][],
  boxes: Box[],
  items: Map<string, Item>,
): Arrangement {
  const all = rows.flat();
  const left = Math.min(...all.map(({ x, width }) => x - width / 2));
  const right = Math.max(...all.map(({ x, width }) => x + width / 2));
  const tops: number[] = [];
  const heights = rows.map((row) => Math.max(0, ...row.map(({ height }) => height)));
  let y = 0;
  for (const height of heights) {
    tops.push(y);
    y += height + GAP_Y;
  }
  const places = new Map(
    boxes.map(({ id, width }) => {
      const { x, row } = items.get(id)!;
      return [id, { x: x - left - width / 2, y: tops[row]! }];
    }),
  );
  /** Where an arrow leaves or enters a box: arrows on one side share it in the order of where they go. */
  const drawn = new Map<string, number>();
  const port = (item: Item, towards: Item, below: boolean) => {
    const near = (below ? item.down : item.up).map((link) => link.item).sort((a, b) => a.x - b.x);
    const step = Math.min(26, (item.width * 0.7) / near.length);
    // Two arrows between the same boxes leave side by side.
    const pair = `${item.id}\n${towards.id}`;
    const place = near.indexOf(towards) + (drawn.get(pair) ?? 0);
    drawn.set(pair, (drawn.get(pair) ?? 0) + 1);
    const x = item.x - left + (place - (near.length - 1) / 2) * step;
    const top = tops[item.row]!;
    return { x, y: below ? top + item.height : top };
  };
  const routes = chains.map((chain) => {
    const points: { x: number; y: number }[] = [];
    for (const [at, item] of chain.entries()) {
      const before = chain[at - 1];
      const after = chain[at + 1];
      if (before && after) {
        const ends = [tops[item.row]!, tops[item.row]! + heights[item.row]!];
        if (before.row > item.row) ends.reverse();
        for (const end of ends) points.push({ x: item.x - left, y: end });
      } else {
        const other = before ?? after;
        if (other) points.push(port(item, other, other.row > item.row));
      }
    }
    return points;
  });
  return { width: right - left, height: Math.max(0, y - GAP_Y), places, routes };
}
