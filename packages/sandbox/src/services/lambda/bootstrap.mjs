// Runs inside one environment: loads the bundle, then one invocation at a time. Plain JavaScript, since
// each environment pays for what it loads; only the links between this file and the sandbox are here.
import { subscribe } from "node:diagnostics_channel";
import { enableCompileCache } from "node:module";
import { getHeapStatistics } from "node:v8";
import { parentPort, workerData } from "node:worker_threads";

// Halves the start of an environment: what one has compiled, the next one loads.
enableCompileCache();

const { bundle, exported, ahead, functionName, functionArn, memoryMb, logStream } = workerData;

// Date follows the sandbox's clock; timers stay real, as time is while an invocation runs.
const RealDate = Date;
const offset = new Float64Array(ahead);
const now = () => Math.floor(RealDate.now() + offset[0]);
function SandboxDate(...parts) {
  if (!new.target) return new RealDate(now()).toString();
  return Reflect.construct(RealDate, parts.length === 0 ? [now()] : parts, new.target);
}
Object.setPrototypeOf(SandboxDate, RealDate);
SandboxDate.prototype = RealDate.prototype;
SandboxDate.prototype.constructor = SandboxDate;
SandboxDate.now = now;
globalThis.Date = SandboxDate;

/** An error as Lambda's runtime for Node.js reports it. */
function reported(thrown) {
  if (!(thrown instanceof Error))
    return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
  return {
    errorType: thrown.name,
    errorMessage: thrown.message,
    trace: (thrown.stack ?? "").split("\n"),
  };
}

let handler;
try {
  handler = (await import(bundle))[exported];
  if (typeof handler !== "function")
    throw Object.assign(new Error(`${exported} is undefined or not exported`), {
      name: "Runtime.HandlerNotFound",
    });
  parentPort.postMessage({ ready: true });
} catch (thrown) {
  parentPort.postMessage({ broken: reported(thrown) });
}

/** What this environment holds now, in bytes; what is not collected yet counts too. */
function held() {
  const { used_heap_size, external_memory } = getHeapStatistics();
  return used_heap_size + external_memory;
}

/** How often, in milliseconds, a running invocation is looked at. */
const LOOK = 20;

// Connections by which this environment may wait for answers: while a request waits out its latency, the sandbox asks
// whether anything else is going on here.
const connections = new Set();
subscribe("net.client.socket", ({ socket }) => {
  socket.once("connect", () => {
    const { localPort } = socket;
    connections.add(localPort);
    socket.once("close", () => connections.delete(localPort));
  });
});

/** Answers after two turns of the event loop: what had arrived before the question has had its effect. */
const tell = () => parentPort.postMessage({ connections: [...connections] });

parentPort.on("message", async ({ ask, requestId, event, deadline }) => {
  if (ask) return setImmediate(() => setImmediate(tell));
  let peak = held();
  const look = () => {
    peak = Math.max(peak, held());
  };
  const watch = setInterval(look, LOOK);
  const context = {
    callbackWaitsForEmptyEventLoop: true,
    functionName,
    functionVersion: "$LATEST",
    invokedFunctionArn: functionArn,
    memoryLimitInMB: String(memoryMb),
    awsRequestId: requestId,
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: logStream,
    getRemainingTimeInMillis: () => Math.max(0, deadline - now()),
  };
  try {
    const result = await handler(JSON.parse(event), context);
    look();
    parentPort.postMessage({ requestId, result: JSON.stringify(result) ?? "null", peak });
  } catch (thrown) {
    look();
    parentPort.postMessage({ requestId, failure: reported(thrown), peak });
  } finally {
    clearInterval(watch);
  }
});
