// What of a workbook's styles decides how an id looks: `000000000000` shows zeros that the number has not.
import { attribute, PREFIX } from "./xml.ts";

/** The cell styles of a workbook: how many there are, and the digits of those that fill up with zeros. */
export interface Styles {
  count: number;
  digits: ReadonlyMap<number, number>;
}

// A format of zeros only, with marks between them: 000000000000, 0000-0000-0000, 000000000000_ ;@
const zeros = /^[0\s-]+$/;

function digitsOf(format: string): number {
  const first = format.split(";")[0] ?? "";
  const bare = first
    .replace(/\[[^\]]*\]/g, "")
    .replace(/[_*]./g, "")
    .replace(/[\\"]/g, "");
  return zeros.test(bare) ? bare.replace(/[^0]/g, "").length : 0;
}

/** Reads `xl/styles.xml`. */
export function stylesOf(xml = ""): Styles {
  const formats = new Map<string, number>();
  for (const [tag] of xml.matchAll(new RegExp(`<${PREFIX}numFmt\\s[^<>]*>`, "g"))) {
    const digits = digitsOf(attribute(tag, "formatCode") ?? "");
    // Two zeros are a day or a month; an id has many.
    if (digits > 8) formats.set(attribute(tag, "numFmtId") ?? "", digits);
  }
  const section = new RegExp(`<${PREFIX}cellXfs[\\s>][\\s\\S]*?</${PREFIX}cellXfs>`).exec(xml)?.[0];
  const styles = [...(section ?? "").matchAll(new RegExp(`<${PREFIX}xf[\\s/>][^<>]*`, "g"))];
  const digits = new Map<number, number>();
  styles.forEach(([tag], index) => {
    const width = formats.get(attribute(tag, "numFmtId") ?? "");
    if (width) digits.set(index, width);
  });
  return { count: styles.length, digits };
}
