#!/usr/bin/env bash
# Fails when po/POTFILES.in is not what build-aux/make-potfiles.sh prints.
cd "$(dirname "$0")/.." || exit 1
diff -u po/POTFILES.in <(build-aux/make-potfiles.sh) && exit 0
echo "po/POTFILES.in is out of date: build-aux/make-potfiles.sh > po/POTFILES.in" >&2
exit 1
