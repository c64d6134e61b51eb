/* test-workflow.c: what a workflow accepts as a graph of steps
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-test"

#include "config.h"

#include <string.h>

#include "quire-test.h"

#include "quire-error.h"
#include "quire-workflow-private.h"

static DexFuture *
do_nothing (QuireStepContext *context, gpointer data)
{
  return dex_future_new_true ();
}

/* "a b:a c:a,b": steps with their needs. */
static QuireWorkflow *
make_workflow (const char *graph)
{
  QuireWorkflow *workflow = quire_workflow_new ("play", "A play", NULL, NULL);
  g_auto (GStrv) steps = g_strsplit (graph, " ", -1);

  for (guint i = 0; steps[i] != NULL && *graph != '\0'; i++)
    {
      g_auto (GStrv) parts = g_strsplit (steps[i], ":", 2);
      g_auto (GStrv) needs = g_strsplit (parts[1] != NULL ? parts[1] : "", ",", -1);
      QuireStepDefinition step = { parts[0], "A step", (const char *const *) needs, do_nothing, 0, 0, FALSE };

      quire_workflow_add_step (workflow, &step);
    }

  return workflow;
}

static void
test_valid (void)
{
  static const char *const graphs[] = { "a", "a b:a c:b", "c:b b:a a", "a b:a c:a d:b,c", "a b c d:a,b,c e:d f:d g:e,f", "a b:a,a" };

  for (guint i = 0; i < G_N_ELEMENTS (graphs); i++)
    {
      g_autoptr (QuireWorkflow) workflow = make_workflow (graphs[i]);
      g_autoptr (GError) error = NULL;

      g_assert_true (quire_workflow_validate (workflow, &error));
      g_assert_no_error (error);
    }
}

static void
test_invalid (void)
{
  static const struct
  {
    const char *graph;
    const char *named[4]; /* what the message must name */
  } cases[] = {
    { "", { "play" } },
    { "a b a", { "“a”" } },
    { "a b:c", { "“b”", "“c”" } },
    { "a:a", { "a → a" } },
    { "a:b b:a", { "a → b → a" } },
    { "a b:a,d c:b d:c e:d", { "b → d → c → b" } },
    { "x:a a:c b:a c:b", { "a → c → b → a" } },
    { "a :a", { "name" } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (QuireWorkflow) workflow = make_workflow (cases[i].graph);
      g_autoptr (GError) error = NULL;

      g_assert_false (quire_workflow_validate (workflow, &error));
      g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_INVALID);
      for (guint n = 0; cases[i].named[n] != NULL; n++)
        if (strstr (error->message, cases[i].named[n]) == NULL)
          g_error ("%s: “%s” does not name %s", cases[i].graph, error->message, cases[i].named[n]);
    }
}

/* Random graphs against the plain definition: valid if and only if the steps can be put in an order in which needs come first. */
static gboolean
can_be_ordered (guint n, gboolean needs[8][8])
{
  gboolean done[8] = { FALSE };
  gboolean progress = TRUE;
  guint n_done = 0;

  while (progress)
    {
      progress = FALSE;
      for (guint i = 0; i < n; i++)
        {
          gboolean open = FALSE;

          for (guint j = 0; j < n; j++)
            open |= needs[i][j] && !done[j];
          if (!done[i] && !open)
            {
              done[i] = progress = TRUE;
              n_done++;
            }
        }
    }

  return n_done == n;
}

static void
test_random (void)
{
  guint n_valid = 0;

  for (guint turn = 0; turn < 500; turn++)
    {
      guint n = (guint) g_test_rand_int_range (1, 9);
      gboolean needs[8][8] = { { FALSE } };
      g_autoptr (GString) graph = g_string_new (NULL);
      g_autoptr (QuireWorkflow) workflow = NULL;
      gboolean expected;

      for (guint i = 0; i < n; i++)
        {
          const char *separator = ":";

          g_string_append_printf (graph, "%ss%u", i > 0 ? " " : "", i);
          for (guint j = 0; j < n; j++)
            if (g_test_rand_int_range (0, (int) n * 2) == 0)
              {
                needs[i][j] = TRUE;
                g_string_append_printf (graph, "%ss%u", separator, j);
                separator = ",";
              }
        }

      workflow = make_workflow (graph->str);
      expected = can_be_ordered (n, needs);
      n_valid += expected;
      g_assert_cmpint (quire_workflow_validate (workflow, NULL), ==, expected);
    }

  g_assert_cmpuint (n_valid, >, 50);
  g_assert_cmpuint (n_valid, <, 500);
}

static void
test_copies (void)
{
  char name[] = "first";
  char need[] = "zero";
  const char *needs[] = { need, NULL };
  g_autoptr (QuireWorkflow) workflow = quire_workflow_new ("play", "A play", NULL, NULL);
  QuireStepDefinition step = { name, name, needs, do_nothing, 5, 2, TRUE };
  const QuireStepDefinition *kept;

  quire_workflow_add_step (workflow, &step);
  memset (name, 'x', strlen (name));
  memset (need, 'x', strlen (need));

  kept = quire_workflow_get_step (workflow, 0);
  g_assert_cmpstr (kept->name, ==, "first");
  g_assert_cmpstr (kept->title, ==, "first");
  g_assert_cmpstr (kept->needs[0], ==, "zero");
  g_assert_cmpuint (kept->timeout_ms, ==, 5);
  g_assert_cmpuint (kept->retries, ==, 2);
  g_assert_true (kept->optional);
}

static char *
title_from_colour (JsonObject *parameters, gpointer data)
{
  return json_object_has_member (parameters, "colour") ? g_strdup (json_object_get_string_member (parameters, "colour")) : NULL;
}

static gboolean
refuse (JsonObject *parameters, gpointer data, GError **error)
{
  g_set_error_literal (error, QUIRE_ERROR, QUIRE_ERROR_SCENE_EXISTS, "No.");
  return FALSE;
}

static void
count_free (gpointer data)
{
  (*(guint *) data)++;
}

static void
test_hooks (void)
{
  guint n_freed = 0;
  QuireWorkflow *workflow = quire_workflow_new ("play", "A play", &n_freed, count_free);
  g_autoptr (JsonObject) parameters = json_object_new ();
  g_autofree char *without = quire_workflow_dup_run_title (workflow, parameters);
  g_autofree char *fallback = NULL;
  g_autofree char *title = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (without, ==, "A play");
  g_assert_true (quire_workflow_check (workflow, parameters, NULL));

  quire_workflow_set_title_func (workflow, title_from_colour);
  quire_workflow_set_check (workflow, refuse);
  fallback = quire_workflow_dup_run_title (workflow, parameters);
  g_assert_cmpstr (fallback, ==, "A play");
  json_object_set_string_member (parameters, "colour", "green");
  title = quire_workflow_dup_run_title (workflow, parameters);
  g_assert_cmpstr (title, ==, "green");
  g_assert_false (quire_workflow_check (workflow, parameters, &error));
  g_assert_error (error, QUIRE_ERROR, QUIRE_ERROR_SCENE_EXISTS);

  g_assert_finalize_object (workflow);
  g_assert_cmpuint (n_freed, ==, 1);
}

int
main (int argc, char *argv[])
{
  quire_test_init (&argc, &argv);

  g_test_add_func ("/workflow/valid", test_valid);
  g_test_add_func ("/workflow/invalid", test_invalid);
  g_test_add_func ("/workflow/random", test_random);
  g_test_add_func ("/workflow/copies", test_copies);
  g_test_add_func ("/workflow/hooks", test_hooks);

  return g_test_run ();
}
