// Turns sst.config.ts and SST's components into a program that Node can run.
import fs from "node:fs";
import path from "node:path";
import esbuild from "esbuild";
import { made } from "./cache.ts";
import { type AppConfig, readApp } from "./config.ts";
import { programFingerprint } from "./fingerprint.ts";
import { platform, root, work } from "./root.ts";

const quote = JSON.stringify;

/** CommonJS names, for CommonJS packages that end up inside the bundle. */
const commonJsNames = [
  'import * as synthModule from "node:module";',
  "const require = synthModule.createRequire(import.meta.url);",
  "const __filename = import.meta.filename;",
  "const __dirname = import.meta.dirname;",
].join("\n");

function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

/**
 * Leaves to Node what the platform itself imports, and the platform's dependencies wherever they are
 * imported, so that there is one copy of each Pulumi package.
 */
function leaveOutside(): esbuild.Plugin {
  const manifest = JSON.parse(fs.readFileSync(path.join(platform, "package.json"), "utf8"));
  const shared = new Set(Object.keys(manifest.dependencies));
  return {
    name: "leave-outside",
    setup(build) {
      build.onResolve({ filter: /^[@a-z]/ }, (args) => {
        if (args.kind === "entry-point") return undefined;
        const fromPlatform = args.importer.startsWith(platform + path.sep);
        return fromPlatform || shared.has(packageOf(args.path))
          ? { path: args.path, external: true }
          : undefined;
      });
    },
  };
}

/** A bundled program, and what it was bundled for. */
export interface Program {
  app: AppConfig;
  /** Absolute path. */
  file: string;
}

/** The program of a stage; made once for each state of the sources, whatever the settings are. */
export async function programOf(stage: string): Promise<Program> {
  const directory = await made(`program-${programFingerprint(stage)}`, async (temporary) => {
    const app = await readApp(stage);
    await bundleProgram(app, path.join(temporary, "program.mjs"));
    fs.writeFileSync(path.join(temporary, "app.json"), JSON.stringify(app, null, 1));
  });
  const app = JSON.parse(fs.readFileSync(path.join(directory, "app.json"), "utf8"));
  return { app, file: path.join(directory, "program.mjs") };
}

/** Where the program finds what the SST CLI would tell it, `$cli`: some of it is another in each process. */
export const CLI = "synthCli";

/** What the SST CLI would tell; `temporary` is a directory that the caller removes. */
export const cliOf = (temporary: string) => ({
  command: "diff",
  dev: false,
  paths: { home: work, root, work: temporary, platform },
  state: { version: {} },
});

/**
 * Bundles the platform's own start function around the config's `run`. The infra files use `sst` and
 * the providers' names without importing them; they run only after `start` is called, so plain global
 * variables do. The `$` names come from the platform's shim.
 */
async function bundleProgram(app: AppConfig, outfile: string): Promise<void> {
  const providers: { alias: string; package: string }[] = JSON.parse(
    fs.readFileSync(path.join(work, "provider-lock.json"), "utf8"),
  );
  const names: Record<string, string> = {
    sst: path.join(platform, "src/components"),
    ...Object.fromEntries(providers.map((one) => [one.alias, one.package])),
  };
  const entry = [
    `import { run as start } from ${quote(path.join(platform, "src/auto/run.ts"))};`,
    ...Object.entries(names).map(([name, from]) => `import * as ${name} from ${quote(from)};`),
    `import config from ${quote(path.join(root, "sst.config.ts"))};`,
    `Object.assign(globalThis, { ${Object.keys(names).join(", ")} });`,
    "export const outputs = start(config.run);",
  ].join("\n");
  await esbuild.build({
    stdin: { contents: entry, resolveDir: root, loader: "ts" },
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node22",
    mainFields: ["module", "main"],
    logLevel: "silent",
    banner: { js: commonJsNames },
    define: { $app: quote(app), $cli: `globalThis.${CLI}`, $dev: "false" },
    inject: [path.join(platform, "src/shim/run.js")],
    plugins: [leaveOutside()],
  });
}
