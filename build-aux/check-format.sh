#!/usr/bin/env bash
# Fails when a C or blueprint file is not as `build-aux/dev format` would leave it.
cd "$(dirname "$0")/.." || exit 1
status=0
git -c safe.directory='*' ls-files --cached --others --exclude-standard -- '*.c' '*.h' | xargs -r clang-format --dry-run -Werror 2>&1 | grep -E 'error:' | head -n 40
[ "${PIPESTATUS[1]}" = 0 ] || status=1
git -c safe.directory='*' ls-files --cached --others --exclude-standard -- '*.blp' | xargs -r blueprint-compiler format 2>&1 | tail -n 20
[ "${PIPESTATUS[1]}" = 0 ] || status=1
[ $status = 0 ] || echo "run build-aux/dev format" >&2
exit $status
