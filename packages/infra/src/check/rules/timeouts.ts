import { functionOf, type Rule, type Synthesized } from "../rule.ts";
import { allStates, integrationOf } from "../states.ts";

function taskProblems({ app }: Synthesized): string[] {
  return app.stateMachines.flatMap((machine) =>
    allStates(machine.definition)
      .filter(({ state }) => state.Type === "Task" && integrationOf(state) === "lambda:invoke")
      .flatMap(({ name, state }) => {
        const seconds = functionOf(app, state.Arguments?.FunctionName)?.timeoutSeconds ?? 0;
        if (typeof state.TimeoutSeconds !== "number")
          return [`${machine.name}: ${name} has no timeout`];
        // Otherwise the state gives up first, and Lambda's own error is never seen.
        return state.TimeoutSeconds > seconds
          ? []
          : [
              `${machine.name}: ${name} waits ${state.TimeoutSeconds} s for a function of ${seconds} s`,
            ];
      }),
  );
}

function mappingProblems({ app }: Synthesized): string[] {
  return app.eventSourceMappings.flatMap((mapping) => {
    const queue = app.queues.find((one) => one.arn === mapping.sourceArn);
    const seconds = functionOf(app, mapping.functionArn)?.timeoutSeconds ?? 0;
    // Six times the function's timeout, plus the window (Lambda guide, "Using Lambda with Amazon SQS").
    const least = 6 * seconds + mapping.windowSeconds;
    const visible = queue?.visibilityTimeoutSeconds ?? 0;
    return [
      ...(queue && visible < least
        ? [`${queue.name} shows a message again after ${visible} s; ${least} s are needed`]
        : []),
      ...(queue?.fifo && mapping.batchSize > 10
        ? [`${queue.name} is FIFO: batches have at most 10 messages`]
        : []),
      ...(queue && mapping.batchSize > 10 && mapping.windowSeconds < 1
        ? [`${queue.name}: batches over 10 messages need a window of at least 1 s`]
        : []),
    ];
  });
}

/** Whoever waits, waits longer than what it waits for. */
export const timeouts: Rule = {
  name: "timeouts",
  holds: "tasks outlast their functions, and messages stay hidden while they are worked on",
  problems: (given) => [
    ...given.app.functions.flatMap((one) =>
      one.timeoutSeconds > 900 ? [`${one.id} wants ${one.timeoutSeconds} of 900 s`] : [],
    ),
    ...taskProblems(given),
    ...mappingProblems(given),
  ],
};
