/** Makes a value when it is first asked for, and keeps it: what a calm sync never needs costs it nothing. */
export function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
