/* quire-cli.c: commands, options, help, and the fiber that a command runs in.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-cli"

#include "config.h"

#include "quire-cli-private.h"

#include <glib-unix.h>
#include <errno.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "quire-error.h"

typedef enum
{
  OPTION_TITLE = 1 << 0,
  OPTION_TEMPLATE = 1 << 1,
  OPTION_DRAFT = 1 << 2,
  OPTION_LIMIT = 1 << 3,
} Options;

typedef struct
{
  const char *name;
  const char *parameters;
  const char *summary;
  guint n_arguments;
  Options options;
  QuireCliFunc func;
} Command;

static const Command commands[] = {
  { "new", "BOOK", N_ ("Make a new book"), 1, OPTION_TITLE | OPTION_TEMPLATE, quire_cli_new },
  { "info", "BOOK", N_ ("Title, words, scenes and state of a book"), 1, 0, quire_cli_info },
  { "outline", "BOOK", N_ ("Acts, chapters and scenes with their words"), 1, 0, quire_cli_outline },
  { "show", "BOOK SCENE", N_ ("The text of a scene, by number or id"), 2, 0, quire_cli_show },
  { "write", "BOOK SCENE", N_ ("Replace the text of a scene with standard input; the former text is kept as a revision"), 2, 0, quire_cli_write },
  { "generate", "BOOK", N_ ("Draft a scene from its outline"), 1, OPTION_TITLE | OPTION_DRAFT, quire_cli_generate },
  { "runs", "BOOK", N_ ("The workflow runs of a book, newest first"), 1, OPTION_LIMIT, quire_cli_runs },
  { "run show", "BOOK RUN", N_ ("One run with its steps"), 2, 0, quire_cli_run_show },
  { "run resume", "BOOK RUN", N_ ("Go on with a paused or interrupted run"), 2, 0, quire_cli_run_resume },
  { "check", "BOOK", N_ ("Look for damage in the file"), 1, 0, quire_cli_check },
};

static void
print_help (void)
{
  quire_cli_print ("%s\n\n", _ ("usage: quire-cli [--json] COMMAND …"));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autofree char *call = g_strdup_printf ("%s %s", commands[i].name, commands[i].parameters);

      quire_cli_print ("  %-18s  %s\n", call, _ (commands[i].summary));
    }
  quire_cli_print ("\n%s\n%s\n%s\n",
                   _ ("quire-cli COMMAND --help tells a command’s options."),
                   _ ("The result goes to standard output, progress and errors to standard error; with --json the result or the error is one JSON object."),
                   _ ("Exit status: 0 done, 1 failed, 2 usage, 3 not found, 4 provider, 130 cancelled."));
}

static void
add_options (GOptionContext *context,
             QuireCli *self,
             Options options)
{
  const GOptionEntry json[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &self->json, N_ ("Print JSON"), NULL },
    { NULL },
  };
  const GOptionEntry title[] = {
    { "title", 't', 0, G_OPTION_ARG_STRING, &self->title, N_ ("The title"), N_ ("TITLE") },
    { NULL },
  };
  const GOptionEntry template_name[] = {
    { "template", 0, 0, G_OPTION_ARG_STRING, &self->template_name, N_ ("empty (the default), blank, three-acts or beat-sheet"), N_ ("NAME") },
    { NULL },
  };
  const GOptionEntry draft[] = {
    { "at", 0, 0, G_OPTION_ARG_STRING, &self->at, N_ ("Where: act.chapter.scene; missing ones are made"), N_ ("A.C.S") },
    { "outline", 'o', 0, G_OPTION_ARG_STRING, &self->outline, N_ ("What happens, at least 10 characters (default: the scene’s synopsis)"), N_ ("TEXT") },
    { "agent", 'a', 0, G_OPTION_ARG_STRING, &self->agent, N_ ("The agent that drafts"), N_ ("NAME") },
    { "words", 'w', 0, G_OPTION_ARG_INT, &self->words, N_ ("How long the scene should be"), N_ ("N") },
    { "seed", 0, 0, G_OPTION_ARG_STRING, &self->seed, N_ ("A number: the same seed gives the same draft (rehearsal)"), N_ ("N") },
    { "no-context", 0, 0, G_OPTION_ARG_NONE, &self->no_context, N_ ("Use the outline alone"), NULL },
    { NULL },
  };
  const GOptionEntry limit[] = {
    { "limit", 'n', 0, G_OPTION_ARG_INT, &self->limit, N_ ("At most so many"), N_ ("N") },
    { NULL },
  };

  g_option_context_add_main_entries (context, json, GETTEXT_PACKAGE);
  if (options & OPTION_TITLE)
    g_option_context_add_main_entries (context, title, GETTEXT_PACKAGE);
  if (options & OPTION_TEMPLATE)
    g_option_context_add_main_entries (context, template_name, GETTEXT_PACKAGE);
  if (options & OPTION_DRAFT)
    g_option_context_add_main_entries (context, draft, GETTEXT_PACKAGE);
  if (options & OPTION_LIMIT)
    g_option_context_add_main_entries (context, limit, GETTEXT_PACKAGE);
}

/* The command that @words begin with, and how many of them its name takes. */
static const Command *
find_command (GStrv words,
              guint *n_words)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_auto (GStrv) name = g_strsplit (commands[i].name, " ", -1);
      guint n = g_strv_length (name);

      if (g_strv_length (words) < n)
        continue;
      for (guint k = 0; k < n && g_str_equal (words[k], name[k]); k++)
        {
          if (k + 1 == n)
            {
              *n_words = n;
              return &commands[i];
            }
        }
    }

  return NULL;
}

/* -- running -- */

typedef struct
{
  QuireCli *cli;
  QuireCliFunc func;
  GError *error;
} Job;

gboolean
quire_cli_open (QuireCli *self,
                GError **error)
{
  self->workspace = dex_await_object (quire_workspace_open (self->arguments[0], QUIRE_PROJECT_NO_BACKUP, self->clock, 0), error);
  return self->workspace != NULL;
}

static DexFuture *
job_fiber (gpointer data)
{
  Job *job = data;
  g_autoptr (GError) error = NULL;
  gboolean done;

  done = job->func (job->cli, &job->error);
  job->cli->finished = TRUE;
  if (job->cli->workspace != NULL && !quire_await (quire_workspace_close (job->cli->workspace), &error) && done)
    job->error = g_steal_pointer (&error);
  return dex_future_new_true ();
}

static gboolean
interrupted_cb (gpointer data)
{
  QuireCli *self = data;
  g_autoptr (GError) error = NULL;

  /* What was asked for has been done; the book is only being closed. */
  if (self->finished)
    return G_SOURCE_CONTINUE;

  /* A run keeps its partial text; anything else is stopped where it stands, which no transaction minds. */
  if (self->run == NULL ||
      !quire_engine_cancel (quire_workspace_get_engine (self->workspace), quire_run_get_id (self->run), &error))
    exit (QUIRE_EXIT_CANCELLED);
  return G_SOURCE_CONTINUE;
}

static int
run_command (QuireCli *self,
             const Command *command)
{
  Job job = { self, command->func, NULL };
  g_autoptr (DexFuture) future = NULL;
  g_autoptr (GError) error = NULL;
  guint source;

  self->clock = quire_clock_new_system ();
  source = g_unix_signal_add (SIGINT, interrupted_cb, self);
  future = quire_fiber_spawn_sized (QUIRE_BIG_STACK, job_fiber, &job, NULL);
  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (source);

  error = job.error;
  if (error != NULL)
    quire_cli_print_error (self->json, error);
  g_clear_object (&self->run);
  g_clear_object (&self->workspace);
  g_clear_object (&self->clock);
  return error == NULL && self->failed ? QUIRE_EXIT_FAILED : quire_cli_get_status (error);
}

static int
usage_error (gboolean json,
             const char *message)
{
  g_autoptr (GError) error = g_error_new_literal (QUIRE_ERROR, QUIRE_ERROR_INVALID, message);

  quire_cli_print_error (json, error);
  return QUIRE_EXIT_USAGE;
}

static int
parse_and_run (QuireCli *self,
               const Command *command,
               GStrv words)
{
  g_autofree char *parameters = g_strdup_printf ("%s %s", command->name, command->parameters);
  g_autoptr (GOptionContext) context = g_option_context_new (parameters);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) rest = NULL;

  g_option_context_set_summary (context, _ (command->summary));
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  add_options (context, self, command->options);

  /* GOption wants a program name first. */
  rest = g_new0 (char *, g_strv_length (words) + 2);
  rest[0] = g_strdup ("quire-cli");
  for (guint i = 0; words[i] != NULL; i++)
    rest[i + 1] = g_strdup (words[i]);
  if (!g_option_context_parse_strv (context, &rest, &error))
    return usage_error (self->json, error->message);

  if (g_strv_length (rest) != command->n_arguments + 1)
    {
      g_autofree char *message = g_strdup_printf (_ ("usage: quire-cli %s"), parameters);

      return usage_error (self->json, message);
    }

  self->arguments = g_strdupv (rest + 1);
  return run_command (self, command);
}

static void
quire_cli_clear (QuireCli *self)
{
  g_strfreev (self->arguments);
  g_free (self->title);
  g_free (self->template_name);
  g_free (self->at);
  g_free (self->outline);
  g_free (self->agent);
  g_free (self->seed);
}

static int
run (int argc,
     char **argv)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) words = NULL;
  const Command *command;
  QuireCli self = { 0 };
  guint n_words = 0;
  int status;

  for (int i = 1; i < argc; i++)
    {
      if (g_str_equal (argv[i], "--json"))
        self.json = TRUE;
      else
        g_strv_builder_add (builder, argv[i]);
    }
  words = g_strv_builder_end (builder);

  if (words[0] == NULL || g_str_equal (words[0], "--help") || g_str_equal (words[0], "-h") || g_str_equal (words[0], "help"))
    {
      print_help ();
      return words[0] == NULL ? QUIRE_EXIT_USAGE : QUIRE_EXIT_DONE;
    }
  if (g_str_equal (words[0], "--version"))
    {
      quire_cli_print ("quire-cli %s\n", QUIRE_VERSION);
      return QUIRE_EXIT_DONE;
    }

  command = find_command (words, &n_words);
  if (command == NULL)
    {
      /* Translators: %s is a word that the writer typed. */
      g_autofree char *message = g_strdup_printf (_ ("There is no command “%s”; quire-cli --help lists them."), words[0]);

      return usage_error (self.json, message);
    }

  status = parse_and_run (&self, command, words + n_words);
  quire_cli_clear (&self);
  return status;
}

int
quire_cli_run (int argc,
               char **argv)
{
  int status = run (argc, argv);

  /* A text that was cut off on its way must not look like the whole. */
  if (fflush (stdout) != 0 || ferror (stdout))
    {
      fprintf (stderr, _ ("quire-cli: the result could not be written (%s)\n"), g_strerror (errno));
      return status == QUIRE_EXIT_DONE ? QUIRE_EXIT_FAILED : status;
    }
  return status;
}
