// Writes as many lines as it is told to the ledger bucket and reads them back, in a process of its own: what names the
// bucket is read once for each process.
import { LinesUpload, linesOf } from "../../packages/aws/src/s3-lines.ts";

const [key = "", count = "0"] = process.argv.slice(2);
const line = (at: number) => `${at} ${"離脱".repeat(40)}`;

const upload = new LinesUpload(key);
for (let at = 0; at < Number(count); at++) await upload.add(`${line(at)}\n`);
await upload.end();

let read = 0;
for await (const some of (await linesOf(key))!)
  for (const one of some) if (one === line(read)) read++;
const none = await linesOf(`${key}-not-there`);
process.stdout.write(JSON.stringify({ read, none: none === undefined }));
