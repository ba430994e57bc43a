// One synthesis from nothing to its directory: app.json and resources.json.
import fs from "node:fs";
import path from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import type { Settings } from "../settings.ts";
import { directoryOf, forgetOld, made, temporaryDirectory } from "./cache.ts";
import { handlersOf } from "./handlers.ts";
import { manifest } from "./manifest.ts";
import { ensurePlatform } from "./platform.ts";
import { synthesize } from "./synthesize.ts";

/** Makes the directory of this name. */
export async function produce(name: string, settings: Settings, stage: string): Promise<void> {
  const scratch = temporaryDirectory(`${name}-scratch`);
  const place = { account: settings.hub.account, region: settings.homeRegion };
  await ensurePlatform();
  await made(name, async (temporary) => {
    // esbuild is a process of its own, so the handlers cost little time beside the program.
    const [handlers, registered] = await Promise.all([
      handlersOf(),
      synthesize(place, stage, scratch),
    ]);
    await turn(); // a rejection that nobody handled ends the process before anything is written
    const app = manifest(registered, handlers, place, directoryOf(name));
    write(path.join(temporary, "resources.json"), registered.resources);
    write(path.join(temporary, "app.json"), app);
  });
  forgetOld();
}

function write(file: string, content: unknown): void {
  fs.writeFileSync(file, JSON.stringify(content, null, 1));
}
