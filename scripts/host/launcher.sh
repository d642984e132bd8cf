#!/bin/sh
# VS Code's server behind the desktop build's flags, as one executable file (see launcher.ts).
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
modules="$here/../../node_modules"
exec "$modules/node/bin/node" --import "$modules/tsx/dist/loader.mjs" "$here/launcher.ts" "$@"
