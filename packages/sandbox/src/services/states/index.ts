// Step Functions: machines and executions over the API. The interpreter runs them; what they did is kept,
// and what was running when the process ended goes on in the next one.
import * as client from "@aws-sdk/client-sfn";
import type { Service, World } from "../../wire/service.ts";
import { aliasHandlers } from "./aliases.ts";
import { executionHandlers } from "./execution-api.ts";
import { Executions } from "./executions.ts";
import { Express } from "./express.ts";
import { integrations, type Outside } from "./integrations/index.ts";
import { machineHandlers } from "./machines.ts";
import { mapRunHandlers } from "./map-run-api.ts";
import { kept } from "./record.ts";
import { tagHandlers } from "./tags.ts";
import { testStateHandlers } from "./test-state.ts";
import { Tokens } from "./tokens.ts";
import { Transitions } from "./transitions.ts";
import { versionHandlers } from "./versions.ts";

/** How an app's boot goes on with executions that an earlier process left. */
export interface StatesRuntime {
  /** Call it once all that tasks reach exists. */
  resume(): void;
}

/** Step Functions in a world, and what booting an app asks of it. */
export function states(world: World): Service & { runtime: StatesRuntime } {
  const collections = kept(world);
  const tokens = new Tokens(world);
  const transitions = new Transitions(world);
  const reached = () => integrations(outside);
  const executions: Executions = new Executions(world, collections, transitions, reached);
  const express: Express = new Express(world, transitions, reached);
  const roleOf = (arn: string) => express.roleOf(arn) ?? executions.get(arn)!.roleArn;
  const outside: Outside = { world, executions, tokens, roleOf };
  return {
    id: "states",
    client,
    protocol: "json",
    target: "AWSStepFunctions",
    handlers: {
      ...machineHandlers(world, collections),
      ...executionHandlers(world, collections, executions, express),
      ...mapRunHandlers(collections),
      ...aliasHandlers(world, collections),
      ...tagHandlers(collections),
      ...versionHandlers(world, collections),
      ...testStateHandlers(world, express),
      ...tokens.handlers,
    },
    unfinished: () => executions.unfinished() || express.unfinished(),
    stop: () => executions.halt(),
    runtime: { resume: () => executions.resume() },
  };
}
