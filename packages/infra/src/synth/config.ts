import path from "node:path";
import esbuild from "esbuild";
import { root } from "./root.ts";

/** What `app()` in sst.config.ts returns, with SST's defaults. */
export interface AppConfig {
  name: string;
  stage: string;
  removal: string;
  home: string;
  protect?: boolean;
  providers?: Record<string, unknown>;
}

/** Calls `app()` of sst.config.ts. Its `run` is bundled along, and not called. */
export async function readApp(stage: string): Promise<AppConfig> {
  const { outputFiles } = await esbuild.build({
    entryPoints: [path.join(root, "sst.config.ts")],
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    target: "node22",
    logLevel: "silent",
    // As SST does: the config may import nothing at top level, and its only global is this one.
    banner: { js: "const $config = (config) => config;" },
  });
  const [{ text }] = outputFiles as [esbuild.OutputFile];
  const source = `data:text/javascript;base64,${Buffer.from(text).toString("base64")}`;
  const config = await import(source);
  return { removal: "retain", ...(await config.default.app({ stage })), stage };
}
