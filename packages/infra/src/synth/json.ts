/** The inputs of any kind of resource: whoever reads them knows the kind. */
// biome-ignore lint/suspicious/noExplicitAny: there are as many shapes as kinds of resource
export type Json = Record<string, any>;
