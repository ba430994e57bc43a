// dynalite ships no types. These are the parts that the sandbox calls, as dynalite 4.0.0 has them.
declare module "dynalite/validations/index.js" {
  /** Throws an Error with `body.Message` where a member is of another type. */
  export function checkTypes(data: object, types: object): object;
  /** Throws an Error with `body.message` that lists every broken constraint of a request. */
  export function checkValidations(data: object, types: object): void;
  /** What is wrong with a value; also rewrites its numbers in DynamoDB's normal form. */
  export function validateAttributeValue(value: object): string | undefined;
  /** What is wrong with the choice of expression parameters and legacy ones. */
  export function validateExpressionParams(
    data: object,
    expressions: string[],
    legacy: string[],
  ): string | undefined;
  /** What is wrong with `Expected`, which has no table of its own. */
  export function validateAttributeConditions(data: object): string | undefined;
  /** What is wrong with a filter or with key conditions of the time before expressions. */
  export function validateConditions(conditions: object): string | undefined;
  /** Parses the expressions of `data` into `_condition`, `_updates`, `_filter` and so on. */
  export function validateExpressions(data: object): string | undefined;
  /** One condition for each key attribute, or what is wrong with the key condition. */
  export function convertKeyCondition(
    expression: object,
  ): string | Record<string, { ComparisonOperator: string; AttributeValueList: object[] }>;
}

declare module "dynalite/db/index.js" {
  type Failure = (Error & { body: { message: string } }) | undefined | null;
  export function validateKey(key: object, table: object): Failure;
  export function validateItem(item: object, table: object): Failure;
  export function validateUpdates(legacy: undefined, updates: object, table: object): Failure;
  export function validateKeyPaths(nestedPaths: object | undefined, table: object): Failure;
  /** Six hex digits that stand for the order of partitions. */
  export function hashPrefix(value: string, type: string): string;
}

declare module "dynalite/db/*.js" {
  export function parse(expression: string, options: { context: object }): unknown;
}

declare module "dynalite/validations/*.js" {
  export const types: Record<string, object>;
  export function custom(data: object): string | undefined;
}
