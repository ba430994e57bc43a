import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import type { Settings } from "../settings.ts";
import { root } from "./root.ts";

/** What the functions' bundles are made from. */
const code = [
  "package-lock.json",
  "functions",
  "packages/core/src",
  "packages/aws/src",
  "packages/infra/src/synth",
];

/** What the app is made from besides. */
const wiring = ["sst.config.ts", "workflows", "packages/infra/src"];

function filesBelow(relative: string): string[] {
  const absolute = path.join(root, relative);
  const stat = fs.statSync(absolute, { throwIfNoEntry: false });
  if (!stat?.isDirectory()) return stat ? [relative] : [];
  return fs
    .readdirSync(absolute, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .sort();
}

function digest(facts: unknown, sources: string[]): string {
  const hash = crypto.createHash("sha256");
  // Bundles are named by absolute path, so a project that was moved starts anew.
  hash.update(JSON.stringify([root, process.version, facts]));
  for (const file of sources.flatMap(filesBelow)) {
    const content = fs.readFileSync(path.join(root, file));
    hash.update(`\0${file}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex").slice(0, 16);
}

/** Names one state of the functions' code. */
export const codeFingerprint = (): string => digest(null, code);

/** Names one state of the program that synthesizes, for a stage. */
export const programFingerprint = (stage: string): string => digest(stage, [...code, ...wiring]);

/** Names one synthesis: the same sources, settings, stage and versions give the same name. */
export const fingerprint = (settings: Settings, stage: string): string =>
  digest({ settings, stage }, [...code, ...wiring]);
