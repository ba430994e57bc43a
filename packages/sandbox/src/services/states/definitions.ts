// The text of a definition, or of an input: read, checked, and refused in AWS's words.
import { checkDefinition, InvalidDefinition, type Json } from "@rollcall/asl";
import { AwsError } from "../../wire/service.ts";
import type { Machine } from "./record.ts";

/** JSON text that cannot be read. */
class Unreadable extends Error {
  /** `[Source: (String)"…"; line: 1, column: 4]`, where it is known. */
  readonly source: string | undefined;

  constructor(message: string, source?: string) {
    super(message);
    this.source = source;
  }
}

/** Throws Unreadable with the words of AWS's parser for what is most often wrong (observed). */
function read(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    const word = /^\s*([A-Za-z_$][\w$]*)/.exec(text);
    if (word) {
      throw new Unreadable(
        `Unrecognized token '${word[1]}': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')`,
        `[Source: (String)"${text}"; line: 1, column: ${word[0].length + 1}]`,
      );
    }
    const [, sign] = /^\s*\{\s*([^"}\s])/.exec(text) ?? [];
    if (sign === undefined) throw new Unreadable((error as Error).message);
    throw new Unreadable(
      `Unexpected character ('${sign}' (code ${sign.charCodeAt(0)})): was expecting double-quote to start field name`,
    );
  }
}

/** Throws InvalidDefinition for a text that is no definition of a machine of this type. */
function verify(definition: string, type: Machine["type"]): void {
  let parsed: Json = null;
  try {
    if (definition.trim() !== "") parsed = read(definition);
  } catch (thrown) {
    const { message, source } = thrown as Unreadable;
    const problem = source === undefined ? message : `${message}\n at ${source}`;
    throw new InvalidDefinition("INVALID_JSON_DESCRIPTION", problem);
  }
  checkDefinition(parsed, type);
}

/** Refuses a text that is no definition of a machine of this type. */
export function requireDefinition(definition: string, type: Machine["type"]): void {
  try {
    verify(definition, type);
  } catch (thrown) {
    if (!(thrown instanceof InvalidDefinition)) throw thrown;
    throw new AwsError("InvalidDefinition", thrown.message);
  }
}

/** The answer of ValidateStateMachineDefinition: the first thing that is wrong, if any is. */
export function diagnose(definition: string, type: Machine["type"]): Record<string, unknown> {
  try {
    verify(definition, type);
    return { result: "OK", diagnostics: [], truncated: false };
  } catch (thrown) {
    if (!(thrown instanceof InvalidDefinition)) throw thrown;
    const { code, problem } = thrown;
    const location = thrown.location ?? /\n at (\[Source: .*\])$/s.exec(problem)?.[1];
    return {
      result: "FAIL",
      truncated: false,
      diagnostics: [
        { severity: "ERROR", code, message: problem, ...(location !== undefined && { location }) },
      ],
    };
  }
}

/** Refuses an input that is no JSON. */
export function requireJson(input: string): void {
  const refused = (why: string) =>
    new AwsError("InvalidExecutionInput", `Invalid State Machine Execution Input: '${why}'`);
  if (input.trim() === "") throw refused("Invalid execution input.");
  try {
    read(input);
  } catch (thrown) {
    throw refused((thrown as Error).message);
  }
}
