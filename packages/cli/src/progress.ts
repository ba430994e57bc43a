// Progress on stderr: one line that is kept current on a terminal, a line for each new stage elsewhere.
import { coloursOf } from "./colours.ts";
import type { Look } from "./follow.ts";
import { cut } from "./layout.ts";
import type { Words } from "./words.ts";

/** Where progress goes; `columns` is there on a terminal. */
export interface Terminal {
  write(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
}

/** Shows a run's progress. `done` leaves the terminal on a fresh line. */
export function progressOn(out: Terminal, words: Words) {
  const live = out.isTTY === true && process.env.TERM !== "dumb";
  const { dim } = coloursOf(out);
  const began = Date.now();
  let shown: string | undefined;
  let open = false;

  const elapsed = () => `${((Date.now() - began) / 1000).toFixed(1)} s`.padStart(7);
  const clear = () => {
    if (open) out.write("\r\u001b[2K");
    open = false;
  };
  const line = (text: string) => {
    clear();
    out.write(`${text}\n`);
  };

  return {
    say: line,
    look({ row, joined }: Look): void {
      const wanted = row.planned?.memberships ?? 0;
      const stage = words.stage[row.stage];
      if (row.stage !== shown) {
        line(`${dim(elapsed())}  ${stage}`);
        shown = row.stage;
        if (row.stage === "plan" || !live) return;
      }
      if (!live) return;
      const sum = joined > 0 ? words.memberships(joined, wanted) : "";
      const text = `${elapsed()}  ${stage}${sum} …`;
      out.write(`\r\u001b[2K${dim(cut(text, (out.columns || 80) - 1))}`);
      open = true;
    },
    done: clear,
  };
}
