// Sentences: finding one and filling it in.
// This is bash inside of a template literal: \${ is ${ in the script, and \\ is one backslash.

/** The part of the bash script. */
export const words = `
# Says a sentence of T_… with its {0}, {1} … filled in.
fill() {
  local name="T_$1" text rest number=0 mark value
  shift
  text=\${!name}
  for value in "$@"; do
    mark="{$number}" rest=$text text=''
    while [ "$rest" != "\${rest#*"$mark"}" ]; do
      text="$text\${rest%%"$mark"*}$value"
      rest=\${rest#*"$mark"}
    done
    text=$text$rest
    number=$((number + 1))
  done
  printf '%s\\n' "$text"
}

# One line about a Region, for its log.
tell() { printf '  %s\\n' "$(fill "$@")"; }

# Nothing was begun.
refuse() {
  fill "$@" >&2
  exit 2
}

usage() {
  fill usage "\${0##*/}" "$ACCOUNT" "$HUB"
}
`;
