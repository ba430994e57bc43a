// `rollcall adopt`: the ledger of a hub that exists. It reads, and writes one file on this machine.
import type { Looked } from "@rollcall/aws/adopt";
import { type Adoption, adopt as adoptionOf } from "@rollcall/core/adopt";
import { type Contradiction, explain } from "@rollcall/core/adopt/contradiction";
import { adoptedSheets } from "@rollcall/core/workbook/adopted";
import { coloursOf } from "./colours.ts";
import { exit } from "./exit.ts";
import { oneLine } from "./layout.ts";
import { mustBeNew, writeNew } from "./ledger/file.ts";
import { ledgerWords } from "./ledger/words.ts";
import { type OpenStage, openStage, type StageOptions } from "./stage.ts";

export interface AdoptOptions extends StageOptions {
  output: string;
  json?: boolean | undefined;
}

/** Contradictions of one kind that a page shows. */
const SHOWN = 5;

/** Runs the command; resolves to the exit code. */
export async function adopt(options: AdoptOptions): Promise<number> {
  const { output, json, lang } = options;
  mustBeNew(output, lang);
  const { deployed, ...place } = await openStage(options);
  const said = ledgerWords(lang).adopt;
  process.stderr.write(`${said.looking(deployed.settings.regions.length)}\n`);
  const { lookAround } = await import("@rollcall/aws/adopt");
  const looked = await lookAround();
  // A ledger that leaves out a Region would say that nobody is a member there.
  const adoption = looked.unread.length > 0 ? undefined : adoptionOf(looked.existing);
  const isWritten = adoption !== undefined && adoption.rows.length > 0;
  if (isWritten) {
    const { workbookOf } = await import("@rollcall/aws/workbook/write");
    writeNew(output, await workbookOf(adoptedSheets(adoption, lang)), lang);
  }
  const found = { place, looked, adoption, file: isWritten ? output : undefined };
  process.stdout.write(
    json ? `${JSON.stringify(documentOf(found, lang), null, 2)}\n` : pageOf(found, lang),
  );
  return looked.unread.length > 0 || looked.organizationUnread ? exit.attention : exit.ok;
}

interface Found {
  place: Omit<OpenStage, "deployed">;
  looked: Looked;
  adoption: Adoption | undefined;
  file: string | undefined;
}

/** The document of `--json`; its shape is a public interface, versioned. `file` is null where none was written. */
function documentOf({ place, looked, adoption, file }: Found, lang: AdoptOptions["lang"]) {
  return {
    schemaVersion: 1,
    ...place,
    file: file ?? null,
    accounts: adoption?.rows.length ?? 0,
    contradictions: (adoption?.contradictions ?? []).map((one) => {
      const { problem, next } = explain(one);
      return { ...one, problem: problem[lang], next: next[lang] };
    }),
    unread: looked.unread,
    organization: {
      read: looked.existing.organization !== undefined,
      ...(looked.organizationUnread && { reason: looked.organizationUnread }),
    },
  };
}

function pageOf({ looked, adoption, file }: Found, lang: AdoptOptions["lang"]): string {
  const said = ledgerWords(lang).adopt;
  const colours = coloursOf(process.stdout);
  const { unread, organizationUnread, existing } = looked;
  if (!adoption) {
    const regions = unread.map((one) => `  ${said.unread(one.region, oneLine(one.reason))}`);
    return `${[colours.red(`✖ ${said.nothingWritten}`), ...regions].join("\n")}\n`;
  }
  const { contradictions, rows } = adoption;
  const accounts = new Set(contradictions.map((one) => one.accountId)).size;
  const lines = [
    file ? colours.green(`✔ ${said.written(file, rows.length)}`) : `! ${said.empty}`,
    ...(organizationUnread
      ? [colours.yellow(`! ${said.organizationUnread(oneLine(organizationUnread))}`)]
      : existing.organization
        ? []
        : [said.noOrganization]),
    ...existing.regions.flatMap((one) => (one.hubEnabled ? [] : [`! ${said.off(one.region)}`])),
    ...(accounts > 0
      ? [said.contradictions(accounts)]
      : existing.organization
        ? [said.agreed]
        : []),
    ...[...Map.groupBy(contradictions, (one) => one.code).values()].flatMap((some) =>
      linesOf(some, lang),
    ),
    ...(file ? [said.next(file)] : []),
  ];
  return `${lines.join("\n")}\n`;
}

/** The first contradictions of one kind. */
function linesOf(some: readonly Contradiction[], lang: AdoptOptions["lang"]): string[] {
  const colours = coloursOf(process.stdout);
  const more = some.length - SHOWN;
  return [
    ...some.slice(0, SHOWN).map((one) => {
      const who = [one.accountId, oneLine(one.accountName ?? "")].filter(Boolean).join(" ");
      return `  ${colours.yellow("•")} ${who}: ${oneLine(explain(one).problem[lang])}`;
    }),
    ...(more > 0 ? [`    ${ledgerWords(lang).adopt.more(more)}`] : []),
  ];
}
