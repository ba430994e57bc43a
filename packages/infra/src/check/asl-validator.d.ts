declare module "asl-validator" {
  interface Verdict {
    isValid: boolean;
    errors: { "Error code": string; Message: string; path?: string }[];
  }
  /** Adds `QueryLanguage` to the states of what it is given. */
  export default function validate(definition: object): Verdict;
}
