/* quire-rehearsal-brief.c: what a draft is to be made from
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-agents"

#include "config.h"

#include "quire-rehearsal-draft.h"

#include <glib/gi18n-lib.h>

#include "quire-error.h"
#include "quire-text.h"

static void
part_free (gpointer data)
{
  QuirePart *part = data;

  g_free (part->title);
  g_free (part->text);
  g_free (part);
}

static QuirePart *
part_new (const QuirePart *other)
{
  QuirePart *part = g_new0 (QuirePart, 1);

  part->kind = other->kind;
  part->title = g_strdup (other->title);
  part->text = g_strdup (other->text);

  return part;
}

static void
append_paragraph (GString *to, const char *text)
{
  g_string_append_printf (to, "%s%s", to->len > 0 ? "\n\n" : "", text);
}

/* A request that was made by hand may hold messages alone. */
static const char *
get_last_message (QuireRequest *request)
{
  for (guint i = quire_request_get_n_messages (request); i > 0; i--)
    {
      const QuireMessage *message = quire_request_get_message (request, i - 1);

      if (message->role == QUIRE_ROLE_USER)
        return message->text;
    }

  return "";
}

QuireRehearsalBrief *
quire_rehearsal_brief_new (QuireRequest *request, const char *point_of_view, GError **error)
{
  g_autoptr (QuireRehearsalBrief) self = g_new0 (QuireRehearsalBrief, 1);
  g_autoptr (GString) outline = g_string_new (NULL);
  g_autoptr (GString) context = g_string_new (NULL);
  g_autoptr (GString) spoken = g_string_new (NULL);

  g_return_val_if_fail (request != NULL, NULL);

  self->entries = g_ptr_array_new_with_free_func (part_free);
  for (guint i = 0; i < quire_request_get_n_parts (request); i++)
    {
      const QuirePart *part = quire_request_get_part (request, i);

      if (part->kind == QUIRE_PART_OUTLINE)
        append_paragraph (outline, part->text);
      else if (part->kind == QUIRE_PART_ENTRY)
        g_ptr_array_add (self->entries, part_new (part));
      else if (part->kind == QUIRE_PART_PASSAGE)
        append_paragraph (context, part->text);
      else if (part->kind == QUIRE_PART_PRECEDING)
        g_set_str (&self->preceding, part->text);
      else if (part->kind == QUIRE_PART_MESSAGE)
        append_paragraph (spoken, part->text);
    }

  if (outline->len == 0)
    g_string_assign (outline, spoken->len > 0 ? spoken->str : get_last_message (request));
  if (quire_text_count_words (outline->str, -1) == 0)
    {
      g_set_error_literal (error, QUIRE_ERROR, QUIRE_ERROR_INVALID, _ ("Rehearsal needs an outline to write from. Put down what should happen in the scene, a line for each beat, and try again."));
      return NULL;
    }

  self->outline = g_strdup (outline->str);
  self->context = g_strdup (context->str);
  self->preceding = self->preceding != NULL ? self->preceding : g_strdup ("");
  self->point_of_view = g_strdup (point_of_view != NULL ? point_of_view : "");
  self->target_words = quire_request_get_target_words (request);
  self->manner = quire_rehearsal_register_get (quire_request_get_model (request));
  if (!quire_request_get_seed (request, &self->seed))
    self->seed = quire_random_hash (0, self->outline);

  return g_steal_pointer (&self);
}

void
quire_rehearsal_brief_free (QuireRehearsalBrief *self)
{
  if (self == NULL)
    return;

  g_free (self->outline);
  g_free (self->point_of_view);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_free (self->context);
  g_free (self->preceding);
  g_free (self);
}
