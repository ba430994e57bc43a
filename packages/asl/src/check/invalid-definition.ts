/** A definition that cannot be run. The message is AWS's where AWS refuses it too. */
export class InvalidDefinition extends Error {
  override readonly name = "InvalidDefinition";
  /** `SCHEMA_VALIDATION_FAILED`, `MISSING_TRANSITION_TARGET` … */
  readonly code: string;
  /** `/States/Main/Output`, `/` for the machine itself; undefined when the text as such is meant. */
  readonly location: string | undefined;
  /** What is wrong, without code and location. */
  readonly problem: string;

  constructor(code: string, problem: string, location?: string) {
    const at = location === undefined ? "" : ` at ${location}`;
    super(`Invalid State Machine Definition: '${code}: ${problem}${at}'`);
    this.code = code;
    this.location = location;
    this.problem = problem;
  }
}

/** A definition whose shape is wrong. */
export function schemaError(problem: string, location: string): InvalidDefinition {
  return new InvalidDefinition("SCHEMA_VALIDATION_FAILED", problem, location || "/");
}
