import path from "node:path";

/** The project's directory. */
export const root = path.resolve(import.meta.dirname, "../../../..");

/** SST's own directory, ignored by git. */
export const work = path.join(root, ".sst");

/** SST's component sources, unpacked. */
export const platform = path.join(work, "platform");
