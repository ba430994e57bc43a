// Puts .sst/platform (component sources and config.d.ts) in place for the installed sst version. Needs
// npm packages only: no AWS account, no Pulumi, no download. Run as a program before the type check.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { withLock } from "./lock.ts";
import { platform, root, work } from "./root.ts";

const sst = path.join(root, "node_modules/sst");

/** The version of the `sst` package that npm installed. */
export function installedVersion(): string {
  const manifest = path.join(sst, "package.json");
  if (!fs.existsSync(manifest)) throw new Error("sst is not installed; run npm ci first.");
  return JSON.parse(fs.readFileSync(manifest, "utf8")).version;
}

function isCurrent(): boolean {
  const marker = path.join(platform, "version");
  return (
    fs.existsSync(marker) &&
    fs.readFileSync(marker, "utf8") === installedVersion() &&
    fs.existsSync(path.join(platform, "config.d.ts"))
  );
}

function unpack(): void {
  if (isCurrent()) return; // another process was faster
  try {
    execFileSync(process.execPath, [path.join(sst, "bin/sst.mjs"), "install", "--stage", "local"], {
      cwd: root,
      encoding: "utf8",
      stdio: "pipe",
      env: {
        ...process.env,
        SST_TELEMETRY_DISABLED: "1",
        // No download of Pulumi and Bun.
        SST_SKIP_DEPENDENCY_CHECK: "1",
        // The platform's imports resolve from our own node_modules, pinned by our lockfile. So the
        // command that SST installs a second tree with may be one that does nothing.
        SST_BUN_PATH: process.platform === "win32" ? "cmd" : "true",
      },
    });
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    throw new Error(`sst install could not unpack its platform:\n${stdout}${stderr}`.trim());
  }
  if (!isCurrent()) throw new Error(`sst install left no platform of ${installedVersion()}.`);
}

/** Unpacks the platform unless it is there already. */
export async function ensurePlatform(): Promise<void> {
  if (isCurrent()) return;
  fs.mkdirSync(work, { recursive: true });
  await withLock(path.join(work, "platform.lock"), unpack);
}

if (import.meta.main) await ensurePlatform();
