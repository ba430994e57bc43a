// Two languages. English is the source; Japanese has its shape, so a missing text does not compile.
import * as z from "zod";

export const Locale = z.enum(["en", "ja"]);
export type Locale = z.infer<typeof Locale>;

/** One sentence in every language. */
export const Text = z.record(Locale, z.string());
export type Text = Record<Locale, string>;

/** A count as both languages write it: 12,345. */
export const count = (value: number): string => String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
