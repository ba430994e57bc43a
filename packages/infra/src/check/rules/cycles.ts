import { list, type Rule, type Synthesized } from "../rule.ts";
import { allStates, integrationOf } from "../states.ts";

type Graph = Map<string, string[]>;

function cycleFrom(
  graph: Graph,
  node: string,
  path: string[],
  done: Set<string>,
): string[] | undefined {
  if (path.includes(node)) return [...path.slice(path.indexOf(node)), node];
  if (done.has(node)) return undefined;
  for (const next of graph.get(node) ?? []) {
    const cycle = cycleFrom(graph, next, [...path, node], done);
    if (cycle) return cycle;
  }
  done.add(node);
  return undefined;
}

function firstCycle(graph: Graph): string[] {
  const done = new Set<string>();
  for (const node of graph.keys()) {
    const cycle = cycleFrom(graph, node, [], done);
    if (cycle) return [cycle.map((one) => one.split(/::|:/).at(-1)).join(" → ")];
  }
  return [];
}

function graphs({ app, resources }: Synthesized): Record<string, Graph> {
  return {
    resources: new Map(
      resources.map((one) => [one.urn, [...one.dependencies, ...list(one.parent)]]),
    ),
    "nested executions": new Map(
      app.stateMachines.map((machine) => [
        machine.arn,
        allStates(machine.definition)
          .filter(({ state }) => integrationOf(state).startsWith("states:startExecution"))
          .map(({ state }) => state.Arguments.StateMachineArn),
      ]),
    ),
    "dead-letter queues": new Map(
      app.queues.map((queue) => [queue.arn, list(queue.deadLetter?.arn)]),
    ),
  };
}

/** Nothing that waits for itself, starts itself, or fills itself. */
export const cycles: Rule = {
  name: "cycles",
  holds: "no circular references among resources, executions and dead-letter queues",
  problems: (given) =>
    Object.entries(graphs(given)).flatMap(([what, graph]) =>
      firstCycle(graph).map((cycle) => `${what}: ${cycle}`),
    ),
};
