// Records that are alike are one and the same record: in a large estate most are, and 170,000 of them would be most of
// what a plan or a summary holds.

/** Records that are remembered: where all differ, they are not to be remembered twice. */
const MOST = 10_000;

/** Gives one and the same record for records that are alike. They are plain data, and are not changed. */
export function sharing<Value>(): (value: Value) => Value {
  const known = new Map<string, Value>();
  return (value) => {
    const text = JSON.stringify(value);
    const shared = known.get(text) ?? value;
    if (known.size < MOST) known.set(text, shared);
    return shared;
  };
}
