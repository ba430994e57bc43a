// Keeps what the roles of a local system were allowed and used, for whoever adds up several: test/permissions.ts does.
import fs from "node:fs";
import path from "node:path";
import type { Sandbox } from "@rollcall/sandbox";

let written = 0;

/** Writes the report into `directory` when the sandbox stops. */
export function keepPermissions(sandbox: Sandbox, directory: string, templates: object): void {
  const stop = sandbox.stop.bind(sandbox);
  sandbox.stop = async () => {
    const report = { schemaVersion: 1, templates, roles: sandbox.permissions() };
    await stop();
    fs.mkdirSync(directory, { recursive: true });
    const file = path.join(directory, `${process.pid}-${++written}.json`);
    fs.writeFileSync(file, JSON.stringify(report));
  };
}
