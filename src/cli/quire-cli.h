/* quire-cli.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Exit statuses of every command. */
#define QUIRE_EXIT_DONE 0
#define QUIRE_EXIT_FAILED 1
#define QUIRE_EXIT_USAGE 2
#define QUIRE_EXIT_NOT_FOUND 3
#define QUIRE_EXIT_PROVIDER 4
#define QUIRE_EXIT_CANCELLED 130

/* Runs `quire-cli` with its arguments; the exit status. Turns the main loop itself. */
int quire_cli_run (int argc, char **argv);

G_END_DECLS
