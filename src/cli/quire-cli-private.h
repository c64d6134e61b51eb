/* quire-cli-private.h: what the commands share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "quire-cli.h"

#include "quire-future.h"
#include "quire-json.h"
#include "quire-workspace.h"

G_BEGIN_DECLS

/* One call of the program. */
typedef struct
{
  gboolean json;
  gboolean failed; /* the result itself says that something is wrong */
  GStrv arguments; /* positional, after the options */

  /* options, of whatever command has them */
  char *title;
  char *template_name;
  char *at;
  char *outline;
  char *agent;
  int words;
  char *seed;
  gboolean no_context;
  int limit;

  gboolean finished; /* the command has done its work */
  QuireClock *clock;
  QuireWorkspace *workspace; /* opened by the command; closed for it */
  QuireRun *run;             /* the run under way, for Ctrl+C */
} QuireCli;

/* A command: in a fiber; TRUE, or FALSE and @error. */
typedef gboolean (*QuireCliFunc) (QuireCli *self, GError **error);

/* Opens the book that the first argument names. */
gboolean quire_cli_open (QuireCli *self, GError **error);

gboolean quire_cli_new (QuireCli *self, GError **error);
gboolean quire_cli_info (QuireCli *self, GError **error);
gboolean quire_cli_outline (QuireCli *self, GError **error);
gboolean quire_cli_show (QuireCli *self, GError **error);
gboolean quire_cli_write (QuireCli *self, GError **error);
gboolean quire_cli_check (QuireCli *self, GError **error);
gboolean quire_cli_generate (QuireCli *self, GError **error);
gboolean quire_cli_runs (QuireCli *self, GError **error);
gboolean quire_cli_run_show (QuireCli *self, GError **error);
gboolean quire_cli_run_resume (QuireCli *self, GError **error);

/* Waits until the run has ended, with progress on standard error; fails as the run failed (quire-cli-generate.c). */
gboolean quire_cli_follow (QuireCli *self, QuireRun *run, GError **error);

/* -- output (quire-cli-output.c) -- */

/* A line on standard output, as it is. */
void quire_cli_print (const char *format, ...) G_GNUC_PRINTF (1, 2);

/* The result of a command with --json: one object on one line. Takes it. */
void quire_cli_print_json (JsonObject *object);

/* The error, as a sentence or as JSON. */
void quire_cli_print_error (gboolean json, const GError *error);

/* The exit status for an error; NULL: done. */
int quire_cli_get_status (const GError *error);

/* A run as API and command line say it. */
JsonObject *quire_cli_run_to_json (QuireRun *run) G_GNUC_WARN_UNUSED_RESULT;

/* "1,204" by the locale, in a string of the caller's. */
char *quire_cli_dup_count (guint n) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
