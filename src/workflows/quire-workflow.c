/* quire-workflow.c: a named graph of steps as data
 *
 * Validation finds a cycle by taking away, again and again, the steps whose needs are all taken away. What is left when
 * nothing more can be taken contains a cycle, but also what merely depends on one; so the message follows needs inside
 * the rest from any of its steps until one comes a second time, and names the steps from there on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-workflows"

#include "config.h"

#include "quire-workflow-private.h"

#include <glib/gi18n-lib.h>

#include "quire-error.h"

struct _QuireWorkflow
{
  GObject parent_instance;

  char *kind;
  char *title;
  gpointer data;
  GDestroyNotify data_free;
  QuireParametersFunc check;
  QuireTitleFunc title_func;
  GArray *steps; /* of QuireStepDefinition with strings of its own */
  gboolean frozen;
};

G_DEFINE_FINAL_TYPE (QuireWorkflow, quire_workflow, G_TYPE_OBJECT)

static void
step_clear (gpointer data)
{
  QuireStepDefinition *step = data;

  g_free ((char *) step->name);
  g_free ((char *) step->title);
  g_strfreev ((GStrv) step->needs);
}

static void
quire_workflow_finalize (GObject *object)
{
  QuireWorkflow *self = QUIRE_WORKFLOW (object);

  if (self->data_free != NULL)
    self->data_free (self->data);
  g_free (self->kind);
  g_free (self->title);
  g_array_unref (self->steps);

  G_OBJECT_CLASS (quire_workflow_parent_class)->finalize (object);
}

static void
quire_workflow_class_init (QuireWorkflowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = quire_workflow_finalize;
}

static void
quire_workflow_init (QuireWorkflow *self)
{
  self->steps = g_array_new (FALSE, TRUE, sizeof (QuireStepDefinition));
  g_array_set_clear_func (self->steps, step_clear);
}

QuireWorkflow *
quire_workflow_new (const char *kind, const char *title, gpointer data, GDestroyNotify data_free)
{
  QuireWorkflow *self;

  g_return_val_if_fail (kind != NULL && *kind != '\0', NULL);
  g_return_val_if_fail (title != NULL, NULL);

  self = g_object_new (QUIRE_TYPE_WORKFLOW, NULL);
  self->kind = g_strdup (kind);
  self->title = g_strdup (title);
  self->data = data;
  self->data_free = data_free;

  return self;
}

void
quire_workflow_add_step (QuireWorkflow *self, const QuireStepDefinition *step)
{
  QuireStepDefinition copy;

  g_return_if_fail (QUIRE_IS_WORKFLOW (self));
  g_return_if_fail (!self->frozen);
  g_return_if_fail (step != NULL && step->name != NULL && step->title != NULL && step->func != NULL);

  copy = *step;
  copy.name = g_strdup (step->name);
  copy.title = g_strdup (step->title);
  copy.needs = (const char *const *) g_strdupv ((GStrv) step->needs);
  g_array_append_val (self->steps, copy);
}

static guint
count_needs (const QuireStepDefinition *step)
{
  return step->needs != NULL ? g_strv_length ((GStrv) step->needs) : 0;
}

static gboolean
invalid (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
invalid (GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  if (error != NULL)
    *error = g_error_new_valist (QUIRE_ERROR, QUIRE_ERROR_INVALID, format, arguments);
  va_end (arguments);

  return FALSE;
}

static gboolean
check_names (QuireWorkflow *self, GError **error)
{
  for (guint i = 0; i < self->steps->len; i++)
    {
      const QuireStepDefinition *step = quire_workflow_get_step (self, i);

      if (*step->name == '\0')
        return invalid (error, _ ("A step of the workflow “%s” has no name."), self->kind);
      if (quire_workflow_find_step (self, step->name) != (int) i)
        return invalid (error, _ ("The workflow “%s” has two steps with the name “%s”."), self->kind, step->name);

      for (guint n = 0; n < count_needs (step); n++)
        if (quire_workflow_find_step (self, step->needs[n]) < 0)
          return invalid (error, _ ("In the workflow “%s” the step “%s” needs “%s”, and there is no such step."),
                          self->kind, step->name, step->needs[n]);
    }

  return TRUE;
}

/* The first need of step @i that is not taken away yet, or -1. */
static int
find_open_need (QuireWorkflow *self, guint i, const gboolean *taken)
{
  const QuireStepDefinition *step = quire_workflow_get_step (self, i);

  for (guint n = 0; n < count_needs (step); n++)
    {
      int need = quire_workflow_find_step (self, step->needs[n]);

      if (!taken[need])
        return need;
    }

  return -1;
}

static char *
describe_cycle (QuireWorkflow *self, guint start, const gboolean *taken)
{
  g_autofree gboolean *seen = g_new0 (gboolean, self->steps->len);
  g_autoptr (GString) names = g_string_new (NULL);
  guint at = start;
  guint first;

  while (!seen[at])
    {
      seen[at] = TRUE;
      at = (guint) find_open_need (self, at, taken);
    }

  first = at;
  do
    {
      g_string_append_printf (names, "%s → ", quire_workflow_get_step (self, at)->name);
      at = (guint) find_open_need (self, at, taken);
    }
  while (at != first);
  g_string_append (names, quire_workflow_get_step (self, first)->name);

  return g_string_free_and_steal (g_steal_pointer (&names));
}

gboolean
quire_workflow_validate (QuireWorkflow *self, GError **error)
{
  g_autofree gboolean *taken = NULL;
  gboolean progress = TRUE;

  g_return_val_if_fail (QUIRE_IS_WORKFLOW (self), FALSE);

  if (self->steps->len == 0)
    return invalid (error, _ ("The workflow “%s” has no steps."), self->kind);
  if (!check_names (self, error))
    return FALSE;

  taken = g_new0 (gboolean, self->steps->len);
  while (progress)
    {
      progress = FALSE;
      for (guint i = 0; i < self->steps->len; i++)
        if (!taken[i] && find_open_need (self, i, taken) < 0)
          progress = taken[i] = TRUE;
    }

  for (guint i = 0; i < self->steps->len; i++)
    if (!taken[i])
      {
        g_autofree char *cycle = describe_cycle (self, i, taken);

        return invalid (error, _ ("In the workflow “%s” steps wait for each other: %s."), self->kind, cycle);
      }

  return TRUE;
}

void
quire_workflow_set_check (QuireWorkflow *self, QuireParametersFunc check)
{
  g_return_if_fail (QUIRE_IS_WORKFLOW (self));

  self->check = check;
}

void
quire_workflow_set_title_func (QuireWorkflow *self, QuireTitleFunc func)
{
  g_return_if_fail (QUIRE_IS_WORKFLOW (self));

  self->title_func = func;
}

const char *
quire_workflow_get_kind (QuireWorkflow *self)
{
  g_return_val_if_fail (QUIRE_IS_WORKFLOW (self), NULL);

  return self->kind;
}

const char *
quire_workflow_get_title (QuireWorkflow *self)
{
  g_return_val_if_fail (QUIRE_IS_WORKFLOW (self), NULL);

  return self->title;
}

guint
quire_workflow_get_n_steps (QuireWorkflow *self)
{
  g_return_val_if_fail (QUIRE_IS_WORKFLOW (self), 0);

  return self->steps->len;
}

const QuireStepDefinition *
quire_workflow_get_step (QuireWorkflow *self, guint i)
{
  g_return_val_if_fail (QUIRE_IS_WORKFLOW (self), NULL);
  g_return_val_if_fail (i < self->steps->len, NULL);

  return &g_array_index (self->steps, QuireStepDefinition, i);
}

void
quire_workflow_freeze (QuireWorkflow *self)
{
  g_return_if_fail (QUIRE_IS_WORKFLOW (self));

  self->frozen = TRUE;
}

int
quire_workflow_find_step (QuireWorkflow *self, const char *name)
{
  g_return_val_if_fail (QUIRE_IS_WORKFLOW (self), -1);

  for (guint i = 0; i < self->steps->len; i++)
    if (g_str_equal (g_array_index (self->steps, QuireStepDefinition, i).name, name))
      return (int) i;

  return -1;
}

gboolean
quire_workflow_check (QuireWorkflow *self, JsonObject *parameters, GError **error)
{
  g_return_val_if_fail (QUIRE_IS_WORKFLOW (self), FALSE);

  return self->check == NULL || self->check (parameters, self->data, error);
}

char *
quire_workflow_dup_run_title (QuireWorkflow *self, JsonObject *parameters)
{
  char *title = NULL;

  g_return_val_if_fail (QUIRE_IS_WORKFLOW (self), NULL);

  if (self->title_func != NULL)
    title = self->title_func (parameters, self->data);

  return title != NULL ? title : g_strdup (self->title);
}

DexFuture *
quire_workflow_call_step (QuireWorkflow *self, guint i, QuireStepContext *context)
{
  g_return_val_if_fail (QUIRE_IS_WORKFLOW (self), NULL);

  return quire_workflow_get_step (self, i)->func (context, self->data);
}
