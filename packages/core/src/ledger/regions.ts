// Regions as people list them: codes, the console's names, and Japanese names of cities.
import { all, isKnown, type Region } from "../region.ts";
import { cities } from "./cities.ts";
import { nearest } from "./distance.ts";
import type { Tell } from "./read.ts";
import type { Cell, Row } from "./row.ts";
import { normal, show } from "./text.ts";

const everywhere = new Set([
  "all",
  "すべて",
  "全て",
  "全部",
  "全リージョン",
  "全",
  "*",
  "allregions",
  "all regions",
  "すべてのリージョン",
]);

const code = /[a-z]{2}(?:-[a-z]+)+-\d{1,2}(?![a-z\d])/g;

/** The Regions that a token names: one code, one city, or a console name with the code beside it. */
function named(token: string): Region[] | undefined {
  const word = token.toLowerCase().replace(/(のみ|だけ)$/u, "");
  if (isKnown(word)) return [word];
  const city = cities.get(word.replace(/[\s.]/g, ""));
  if (city) return [city];
  const inside = [...word.matchAll(/[([]\s*([^)\]]*?)\s*[)\]]/g)].map((match) => match[1] ?? "");
  const outside = word.replace(/[([][^)\]]*[)\]]/g, " ").trim();
  for (const part of [...inside, outside]) {
    if (isKnown(part)) return [part];
    const found = cities.get(part.replace(/[\s.]/g, ""));
    if (found) return [found];
  }
  const codes = (word.match(code) ?? []).filter(isKnown);
  const rest = word
    .replace(code, " ")
    .replace(/[()[\]|/:]/g, " ")
    .trim();
  return codes.length === 1 && (rest === "" || named(rest)?.[0] === codes[0]) ? codes : undefined;
}

const strong = /[,、,;;\n\r\t|/]+/u;
const soft = /(?:[・·•&\s]|と|および|及び|ならびに|並びに|\band\b)+/u;
// Lists that are numbered: 1. 東京 2. 大阪
const numbering = /(?<![\w-])\d{1,2}[.)](?=\s|\p{L})/gu;

/** "All", with their number in brackets at most. */
const isEverywhere = (token: string): boolean =>
  everywhere.has(
    token
      .toLowerCase()
      .replace(/\(\d{1,2}(?:リージョン| ?regions)?\)$/u, "")
      .trim(),
  );

/** The parts of a piece, where at least one of them means something; else the piece as it is. */
function parts(piece: string): { token: string; regions: Region[] | undefined }[] {
  const all = piece
    .split(soft)
    .filter(Boolean)
    .map((token) => ({ token, regions: named(token) }));
  const isList = all.some(({ token, regions }) => regions || isEverywhere(token) || suggest(token));
  return isList ? all : [{ token: piece, regions: undefined }];
}

/** A cell's tokens: cut at commas first, and at spaces only where the whole means nothing. */
function* tokens(text: string): Generator<{ token: string; regions: Region[] | undefined }> {
  for (const piece of text
    .split(strong)
    .map((one) => one.trim())
    .filter(Boolean)) {
    const whole = named(piece);
    if (whole || isEverywhere(piece)) yield { token: piece, regions: whole };
    else yield* parts(piece);
  }
}

/** All Regions with their names are shorter; what is longer is another text, and one problem. */
const MOST_TEXT = 3_000;

/** The wanted Regions; what is no Region of the hub is told and left out. Empty means all. */
export function regionsOf(
  cell: Exclude<Cell, { error: string }>,
  tell: Tell,
  hub: ReadonlySet<Region>,
): Row["regions"] {
  // Line breaks separate here, so they must survive the cleaning.
  const lines = typeof cell === "string" ? cell.replace(/[\r\n]+/g, ",") : cell;
  const text = normal(lines).replace(numbering, " ").trim();
  if (text.length > MOST_TEXT) {
    tell("UnknownRegion", { written: show(text, 40), suggestion: undefined });
    return [];
  }
  const wanted = new Set<Region>();
  let isAll = text === "";
  for (const { token, regions } of tokens(text)) {
    if (isEverywhere(token)) isAll = true;
    else if (!regions)
      tell("UnknownRegion", { written: show(token, 40), suggestion: suggest(token) });
    for (const region of regions ?? []) {
      if (hub.has(region)) wanted.add(region);
      else tell("RegionWithoutHub", { region });
    }
  }
  return isAll ? "all" : [...wanted];
}

const codes = all.map(({ region }) => region);

function suggest(token: string): Region | undefined {
  const word = token.toLowerCase().replace(/[_.]/g, "-");
  if (isKnown(word)) return word;
  const spelled = nearest(word, codes, 3);
  if (spelled) return spelled;
  const city = nearest(word, cities.keys(), word.length < 4 ? 1 : 2);
  return city && cities.get(city);
}
