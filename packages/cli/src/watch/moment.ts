/** An ISO time as a person reads it, to the second and in UTC. */
export const moment = (iso: string): string => iso.replace("T", " ").replace(/(\.\d+)?Z$/, "Z");
