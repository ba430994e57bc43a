// The house holds: who may import whom, who may write what, how long a file may be.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const root = path.resolve(import.meta.dirname, "..");

/** Files that are, or could be, committed. */
const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  cwd: root,
  encoding: "utf8",
})
  .split("\n")
  .filter((file) => file !== "" && fs.existsSync(path.join(root, file)));

const read = (file: string) => fs.readFileSync(path.join(root, file), "utf8");
const sources = files.filter((file) => /\.(ts|mjs)$/.test(file) && !file.endsWith(".d.ts"));

/** The rooms, the most specific first, and what each may import besides itself and Node. */
const rooms: { room: string; under: string; rooms: string[]; packages: RegExp }[] = [
  {
    room: "infra programs",
    under: "packages/infra/src/(synth|check)/",
    rooms: ["infra", "infra programs"],
    packages: /^(esbuild|@pulumi\/.*|asl-validator|yaml|zod)$/,
  },
  { room: "infra", under: "packages/infra/", rooms: ["infra", "workflows"], packages: /^$/ },
  { room: "sst.config", under: "sst.config.ts", rooms: ["infra"], packages: /^$/ },
  { room: "core", under: "packages/core/", rooms: ["core"], packages: /^zod$/ },
  {
    room: "aws",
    under: "packages/aws/",
    rooms: ["aws", "core"],
    packages:
      /^(@aws-sdk\/.*|@smithy\/.*|@slack\/web-api|csv-parse|csv-stringify|fflate|hucre|read-excel-file|sst|zod)$/,
  },
  { room: "asl", under: "packages/asl/", rooms: ["asl"], packages: /^jsonata$/ },
  {
    room: "sandbox",
    under: "packages/sandbox/",
    rooms: ["sandbox", "asl"],
    packages: /^(@aws-sdk\/client-.*|hono|croner|dynalite|zod)$/,
  },
  {
    room: "cli",
    under: "packages/cli/",
    rooms: ["cli", "core", "aws", "sandbox"],
    packages: /^(commander|picocolors|string-width|yaml|zod)$/,
  },
  { room: "functions", under: "functions/", rooms: ["core", "aws"], packages: /^(sst|zod)$/ },
  { room: "workflows", under: "workflows/", rooms: ["workflows"], packages: /^$/ },
];

const roomOf = (file: string) => rooms.find(({ under }) => new RegExp(`^${under}`).test(file));

const specifiers = (text: string): string[] =>
  [
    ...text.matchAll(
      /(?:^|\n)\s*(?:import|export)\b[^;'"]*?from\s*"([^"]+)"|\bimport\(\s*"([^"]+)"\s*\)/g,
    ),
  ].map((found) => (found[1] ?? found[2])!);

function targetOf(file: string, specifier: string): { room?: string; package?: string } {
  if (specifier.startsWith("node:")) return {};
  const own = /^@rollcall\/(\w+)/.exec(specifier);
  if (own) return { room: own[1]! };
  if (specifier.startsWith(".")) {
    const room = roomOf(path.join(path.dirname(file), specifier))?.room;
    return room ? { room } : {};
  }
  const parts = specifier.split("/");
  return { package: parts.slice(0, specifier.startsWith("@") ? 2 : 1).join("/") };
}

describe("who may import whom", () => {
  it.each(sources.filter((file) => roomOf(file)))("%s", (file) => {
    const room = roomOf(file)!;
    const wrong = specifiers(read(file)).filter((specifier) => {
      const target = targetOf(file, specifier);
      if (target.room) return target.room !== room.room && !room.rooms.includes(target.room);
      return target.package !== undefined && !room.packages.test(target.package);
    });
    expect(wrong).toEqual([]);
  });
});

/** The file of ours that a specifier names. */
function fileOf(file: string, specifier: string): string | undefined {
  const own = /^@rollcall\/(\w+)\/(.+)$/.exec(specifier);
  if (own) return `packages/${own[1]}/src/${own[2]}.ts`;
  return specifier.startsWith(".") ? path.join(path.dirname(file), specifier) : undefined;
}

/** What is loaded with a file: types are gone by then, and what `import()` names comes later. */
const loads = (file: string): string[] =>
  specifiers(
    read(file)
      .replaceAll(/^(import|export) type [^;]*;/gm, "")
      .replaceAll(/^(import|export) \{(\s*type \w+( as \w+)?,?)*\s*\} from [^;]*;/gm, "")
      .replaceAll(/\bimport\([^)]*\)/g, ""),
  ).flatMap((specifier) => fileOf(file, specifier) ?? []);

describe("what is loaded with what", () => {
  it("goes in no circle, but where a state of the interpreter holds states", () => {
    const tree = new Map(
      sources
        .filter((file) => /^(packages|functions|workflows)\//.test(file))
        .filter((file) => !file.startsWith("packages/asl/"))
        .map((file) => [file, loads(file)] as const),
    );
    expect(tree.get("functions/post.ts")).toContain("packages/aws/src/acts/post-message.ts");
    // Whoever loads nothing that is left is in no circle.
    for (let before = -1; before !== tree.size; ) {
      before = tree.size;
      for (const [file, others] of tree)
        if (!others.some((other) => tree.has(other))) tree.delete(file);
    }
    expect([...tree.keys()]).toEqual([]);
  });
});

describe("who may do what", () => {
  const product = sources.filter((file) => /^(functions|packages\/aws)\//.test(file));

  it("lets only `record` write memberships", () => {
    const writers = product.filter((file) => /itemOfMembership/.test(read(file)));
    expect(writers.sort()).toEqual([
      "packages/aws/src/table/memberships.ts",
      "packages/aws/src/table/record.ts",
    ]);
  });

  it("takes zod as a namespace, of which a bundle then holds what is used: a quarter", () => {
    const whole = sources.filter(
      (file) =>
        /^(functions|packages\/(core|aws))\//.test(file) &&
        /import \{[^}]*\bz\b[^}]*\} from "zod"/.test(read(file)),
    );
    expect(whole.filter((file) => !/import type \{ z \} from "zod"/.test(read(file)))).toEqual([]);
  });

  it("lets only the table's modules know the table's keys", () => {
    const users = product.filter((file) => /\bpk: /.test(read(file)));
    expect(users.filter((file) => !/\/table\/|\/dynamodb\.ts$/.test(file))).toEqual([]);
  });

  it("keeps core free of clocks, chance, environment and waiting", () => {
    const impure = /\bDate\.now\(|new Date\(\)|Math\.random|process\.|\bawait\b|setTimeout/;
    const core = sources.filter((file) => file.startsWith("packages/core/"));
    expect(core.filter((file) => impure.test(withoutComments(read(file))))).toEqual([]);
  });

  it("keeps rollcall's words out of what could be published on its own", () => {
    const foreign = sources.filter((file) => /^packages\/(asl|sandbox)\//.test(file));
    expect(
      foreign.filter((file) =>
        /\b(ledger|rollcall)\b/i.test(withoutComments(read(file)).replaceAll("@rollcall/", "")),
      ),
    ).toEqual([]);
  });
});

describe("sizes", () => {
  it("has no file over 350 lines, and no function over 40", () => {
    const long = sources
      .filter((file) => !file.startsWith("test/"))
      .filter((file) => read(file).split("\n").length > (file.startsWith("functions/") ? 45 : 351));
    expect(long).toEqual([]);
  });
});

describe("packages", () => {
  it.each(files.filter((file) => file.endsWith("package.json")))(
    "%s pins exact versions",
    (file) => {
      const { dependencies = {}, devDependencies = {} } = JSON.parse(read(file));
      const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
        ([, version]) => !/^\d+\.\d+\.\d+$/.test(version as string),
      );
      expect(loose).toEqual([]);
    },
  );

  it("names every dependency in DEPENDENCIES.md", () => {
    const told = read("DEPENDENCIES.md");
    const missing = files
      .filter((file) => file.endsWith("package.json"))
      .flatMap((file) => {
        const { dependencies = {}, devDependencies = {} } = JSON.parse(read(file));
        return Object.keys({ ...dependencies, ...devDependencies });
      })
      .filter((name) => !name.startsWith("@rollcall/") && !told.includes(`\`${name}\``));
    expect([...new Set(missing)]).toEqual([]);
  });
});

const withoutComments = (text: string) =>
  text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "");
