#!/usr/bin/env bash
# Prints the list of files with strings to translate, as po/POTFILES.in must hold it: make-potfiles.sh > po/POTFILES.in
cd "$(dirname "$0")/.." || exit 1
{
  echo "# Made by build-aux/make-potfiles.sh; a test compares."
  echo data/io.github.quirewriter.Quire.desktop.in
  echo data/io.github.quirewriter.Quire.gschema.xml
  echo data/io.github.quirewriter.Quire.metainfo.xml.in
  grep -rlE '\b(N?_|ngettext|C_|g_dngettext|dngettext) \(' --include='*.c' --include='*.h' src | LC_ALL=C sort
  grep -rlE '\bC?_\(' --include='*.blp' src | LC_ALL=C sort
}
