/** Computes a value once for each object that never changes, and forgets it with the object. */
export function oncePer<Key extends WeakKey, Value extends object | string>(
  create: (key: Key) => Value,
): (key: Key) => Value {
  const values = new WeakMap<Key, Value>();
  return (key) => {
    const value = values.get(key) ?? create(key);
    values.set(key, value);
    return value;
  };
}
