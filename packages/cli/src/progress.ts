// Progress on stderr: one line that is kept current on a terminal, a line for each new stage elsewhere.
import type { Stage } from "@rollcall/core/run";
import pc from "picocolors";
import type { Look } from "./follow.ts";

const stages: Record<Stage, string> = {
  read: "reading the ledger",
  observe: "asking the hub about every Region",
  plan: "planning",
  create: "creating accounts",
  invite: "inviting in every Region",
  join: "joining account by account",
  verify: "verifying from the hub's own listing",
  close: "summing up",
};

/** Where progress goes; `columns` is there on a terminal. */
export interface Terminal {
  write(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
}

/** Shows a run's progress. `done` leaves the terminal on a fresh line. */
export function progressOn(out: Terminal) {
  const live = out.isTTY === true;
  const began = Date.now();
  let shown: string | undefined;
  let open = false;

  const elapsed = () => `${((Date.now() - began) / 1000).toFixed(1)} s`;
  const line = (text: string) => {
    if (open) out.write("\r\u001b[2K");
    open = false;
    out.write(`${text}\n`);
  };

  return {
    say: line,
    look({ row, joined }: Look): void {
      const wanted = row.planned?.memberships ?? 0;
      const count = joined > 0 ? `, ${joined} of ${wanted} memberships` : "";
      if (row.stage !== shown) {
        line(`${pc.dim(elapsed().padStart(7))}  ${stages[row.stage]}`);
        shown = row.stage;
        if (row.stage === "plan" || !live) return;
      }
      if (!live) return;
      const text = `${elapsed().padStart(7)}  ${stages[row.stage]}${count} …`;
      out.write(`\r\u001b[2K${pc.dim(text.slice(0, (out.columns ?? 80) - 1))}`);
      open = true;
    },
    done(): void {
      if (open) out.write("\r\u001b[2K");
      open = false;
    },
  };
}
