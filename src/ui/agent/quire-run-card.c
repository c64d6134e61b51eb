/* quire-run-card.c: a workflow run as a card.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-run-card"

#include "config.h"

#include "quire-run-card.h"

#include <glib/gi18n-lib.h>

#include "quire-json.h"
#include "quire-run-step-row.h"

/* As much of the streamed text as a glance takes in, in code points. */
#define SHOWN_LENGTH 320

enum
{
  OPEN_SCENE,
  FAILED,
  N_SIGNALS,
};

struct _QuireRunCard
{
  AdwBin parent_instance;

  GtkLabel *title_label;
  GtkLabel *time_label;
  GtkBox *steps_box;
  GtkLabel *text_label;
  GtkLabel *message_label;
  GtkWidget *buttons_box;
  GtkWidget *stop_button;
  GtkWidget *pause_button;
  GtkWidget *resume_button;
  GtkWidget *open_button;
  GtkWidget *copy_button;
  GtkExpander *receipt_expander;
  GtkLabel *receipt_label;
  GtkLabel *receipt_text;

  QuireWorkspace *workspace;
  QuireRun *run;
  guint tick;   /* text arrived that is not shown yet */
  guint second; /* while the run's time passes */
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (QuireRunCard, quire_run_card, ADW_TYPE_BIN)

static QuireEngine *
get_engine (QuireRunCard *self)
{
  return quire_workspace_get_engine (self->workspace);
}

/* -- time -- */

static void
update_time (QuireRunCard *self)
{
  gint64 started = quire_run_get_started (self->run);
  gint64 ended = quire_run_get_ended (self->run);
  guint words = quire_run_get_n_words (self->run);
  g_autofree char *text = NULL;
  g_autofree char *label = NULL;
  gint64 seconds;

  if (started == 0)
    {
      gtk_label_set_label (self->time_label, "");
      return;
    }

  if (ended == 0)
    ended = quire_clock_get_now (quire_project_get_clock (quire_workspace_get_project (self->workspace)));
  seconds = MAX (ended - started, 0) / G_USEC_PER_SEC;
  if (seconds < 60)
    /* Translators: a short form of seconds. */
    text = g_strdup_printf (_ ("%d s"), (int) seconds);
  else
    /* Translators: a short form of minutes and seconds. */
    text = g_strdup_printf (_ ("%d min %d s"), (int) (seconds / 60), (int) (seconds % 60));
  if (quire_run_get_state (self->run) == QUIRE_RUN_RUNNING && words > 0)
    /* Translators: how far a draft has come: its words so far, and the time since it was started. */
    label = g_strdup_printf (ngettext ("%'u word · %s", "%'u words · %s", words), words, text);
  gtk_label_set_label (self->time_label, label != NULL ? label : text);
}

static gboolean
second_cb (gpointer data)
{
  update_time (data);
  return G_SOURCE_CONTINUE;
}

/* -- text -- */

/* The end of the text while it comes, from a word on; the beginning once it is all there. */
static char *
dup_shown (const char *text,
           gboolean from_end)
{
  glong length = g_utf8_strlen (text, -1);
  const char *cut;
  char *space;

  if (length <= SHOWN_LENGTH)
    return g_strdup (text);

  if (!from_end)
    {
      g_autofree char *start = g_utf8_substring (text, 0, SHOWN_LENGTH);

      space = strrchr (start, ' ');
      if (space != NULL)
        *space = '\0';
      return g_strconcat (start, "…", NULL);
    }

  cut = g_utf8_offset_to_pointer (text, length - SHOWN_LENGTH);
  space = strchr (cut, ' ');
  return g_strconcat ("…", space != NULL ? space + 1 : cut, NULL);
}

static void
update_text (QuireRunCard *self)
{
  QuireRunState state = quire_run_get_state (self->run);
  gboolean running = state == QUIRE_RUN_RUNNING || state == QUIRE_RUN_PAUSED;
  g_autofree char *shown = dup_shown (quire_run_get_partial_text (self->run), running);

  gtk_label_set_label (self->text_label, shown);
  gtk_widget_set_visible (GTK_WIDGET (self->text_label), shown[0] != '\0');
}

static gboolean
tick_cb (GtkWidget *widget,
         GdkFrameClock *clock,
         gpointer data)
{
  QuireRunCard *self = QUIRE_RUN_CARD (widget);

  self->tick = 0;
  update_text (self);
  update_time (self);
  return G_SOURCE_REMOVE;
}

/* Tokens may come faster than frames; the label changes once a frame. */
static void
text_cb (QuireRunCard *self)
{
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
}

/* -- receipt -- */

static void
append_items (GString *text,
              const char *heading,
              JsonArray *items)
{
  guint n_items = items != NULL ? json_array_get_length (items) : 0;

  if (n_items == 0)
    return;

  g_string_append_printf (text, "%s%s\n", text->len > 0 ? "\n" : "", heading);
  for (guint i = 0; i < n_items; i++)
    {
      JsonObject *item = json_array_get_object_element (items, i);

      g_string_append_printf (text, "• %s: %s\n", quire_json_get_string (item, "title", ""), quire_json_get_string (item, "reason", ""));
    }
}

/* "no cost" is known to be 0; "unknown" is not. */
static char *
dup_cost (JsonObject *result)
{
  JsonObject *cost = quire_json_get_object (result, "cost");
  double amount = cost != NULL ? quire_json_get_double (cost, "amount", 0) : 0;

  if (cost == NULL || !quire_json_get_boolean (cost, "known", FALSE))
    return g_strdup (_ ("cost unknown"));
  if (amount == 0)
    return g_strdup (_ ("no cost"));
  return g_strdup_printf ("%.4f %s", amount, quire_json_get_string (cost, "currency", ""));
}

static void
update_receipt (QuireRunCard *self)
{
  JsonObject *result = quire_run_get_result (self->run);
  JsonArray *sources = result != NULL ? quire_json_get_array (result, "sources") : NULL;
  JsonArray *left_out = result != NULL ? quire_json_get_array (result, "left_out") : NULL;
  guint n_sources = sources != NULL ? json_array_get_length (sources) : 0;
  guint n_left_out = left_out != NULL ? json_array_get_length (left_out) : 0;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *used = NULL;
  g_autofree char *rest = NULL;
  g_autofree char *cost = NULL;
  g_autofree char *label = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->receipt_expander), result != NULL);
  if (result == NULL)
    return;

  used = g_strdup_printf (ngettext ("%u passage used", "%u passages used", n_sources), n_sources);
  rest = g_strdup_printf (ngettext ("%u left out", "%u left out", n_left_out), n_left_out);
  cost = dup_cost (result);
  /* Translators: the receipt of a model call: passages used, left out, the agent’s name, what it cost. */
  label = g_strdup_printf (_ ("Receipt: %s, %s · %s · %s"), used, rest, quire_json_get_string (result, "agent", ""), cost);
  gtk_label_set_label (self->receipt_label, label);

  append_items (text, _ ("Used"), sources);
  append_items (text, _ ("Left out"), left_out);
  if (text->len == 0)
    g_string_append (text, _ ("Nothing but the outline was sent."));
  gtk_label_set_label (self->receipt_text, text->str);
}

/* -- state -- */

static const char *
get_scene_id (QuireRunCard *self)
{
  JsonObject *result = quire_run_get_result (self->run);

  return result != NULL ? quire_json_get_string (result, "scene_id", NULL) : NULL;
}

static void
update_state (QuireRunCard *self)
{
  QuireRunState state = quire_run_get_state (self->run);
  gboolean under_way = state == QUIRE_RUN_QUEUED || state == QUIRE_RUN_RUNNING || state == QUIRE_RUN_PAUSED;
  gboolean resumable = state == QUIRE_RUN_PAUSED || state == QUIRE_RUN_INTERRUPTED;
  gboolean kept = quire_run_get_partial_text (self->run)[0] != '\0' && !under_way && state != QUIRE_RUN_COMPLETED;
  const char *message = quire_run_get_error_message (self->run);

  if (message[0] == '\0' && state != QUIRE_RUN_RUNNING && state != QUIRE_RUN_COMPLETED)
    message = quire_run_state_get_title (state);
  gtk_label_set_label (self->message_label, message);
  gtk_widget_set_visible (GTK_WIDGET (self->message_label), message[0] != '\0');

  gtk_widget_set_visible (self->stop_button, under_way);
  gtk_widget_set_visible (self->pause_button, state == QUIRE_RUN_RUNNING);
  gtk_widget_set_visible (self->resume_button, resumable);
  gtk_widget_set_visible (self->open_button, state == QUIRE_RUN_COMPLETED && get_scene_id (self) != NULL);
  gtk_widget_set_visible (self->copy_button, kept);
  gtk_widget_set_visible (self->buttons_box, under_way || resumable || kept || get_scene_id (self) != NULL);

  if (state == QUIRE_RUN_RUNNING && self->second == 0)
    self->second = g_timeout_add_seconds (1, second_cb, self);
  else if (state != QUIRE_RUN_RUNNING)
    g_clear_handle_id (&self->second, g_source_remove);

  update_time (self);
  update_text (self);
  update_receipt (self);
}

/* -- commands -- */

static void
report (QuireRunCard *self,
        const GError *error)
{
  g_signal_emit (self, signals[FAILED], 0, error->message);
}

static void
stop_cb (GtkWidget *widget,
         const char *name,
         GVariant *parameter)
{
  QuireRunCard *self = QUIRE_RUN_CARD (widget);
  g_autoptr (GError) error = NULL;

  if (!quire_engine_cancel (get_engine (self), quire_run_get_id (self->run), &error))
    report (self, error);
}

static void
pause_cb (GtkWidget *widget,
          const char *name,
          GVariant *parameter)
{
  QuireRunCard *self = QUIRE_RUN_CARD (widget);
  g_autoptr (GError) error = NULL;

  if (!quire_engine_pause (get_engine (self), quire_run_get_id (self->run), &error))
    report (self, error);
}

static void
resume_cb (GtkWidget *widget,
           const char *name,
           GVariant *parameter)
{
  QuireRunCard *self = QUIRE_RUN_CARD (widget);
  g_autoptr (GError) error = NULL;

  if (!quire_engine_resume (get_engine (self), quire_run_get_id (self->run), &error))
    report (self, error);
}

static void
open_cb (GtkWidget *widget,
         const char *name,
         GVariant *parameter)
{
  QuireRunCard *self = QUIRE_RUN_CARD (widget);

  if (get_scene_id (self) != NULL)
    g_signal_emit (self, signals[OPEN_SCENE], 0, get_scene_id (self));
}

static void
copy_cb (GtkWidget *widget,
         const char *name,
         GVariant *parameter)
{
  QuireRunCard *self = QUIRE_RUN_CARD (widget);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), quire_run_get_partial_text (self->run));
}

static void
quire_run_card_dispose (GObject *object)
{
  QuireRunCard *self = QUIRE_RUN_CARD (object);

  g_clear_handle_id (&self->second, g_source_remove);
  g_clear_object (&self->run);
  g_clear_object (&self->workspace);
  gtk_widget_dispose_template (GTK_WIDGET (self), QUIRE_TYPE_RUN_CARD);

  G_OBJECT_CLASS (quire_run_card_parent_class)->dispose (object);
}

static void
quire_run_card_class_init (QuireRunCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = quire_run_card_dispose;

  signals[OPEN_SCENE] = g_signal_new ("open-scene", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                      G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_install_action (widget_class, "card.stop", NULL, stop_cb);
  gtk_widget_class_install_action (widget_class, "card.pause", NULL, pause_cb);
  gtk_widget_class_install_action (widget_class, "card.resume", NULL, resume_cb);
  gtk_widget_class_install_action (widget_class, "card.open", NULL, open_cb);
  gtk_widget_class_install_action (widget_class, "card.copy", NULL, copy_cb);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/quirewriter/Quire/quire-run-card.ui");
  gtk_widget_class_bind_template_child (widget_class, QuireRunCard, title_label);
  gtk_widget_class_bind_template_child (widget_class, QuireRunCard, time_label);
  gtk_widget_class_bind_template_child (widget_class, QuireRunCard, steps_box);
  gtk_widget_class_bind_template_child (widget_class, QuireRunCard, text_label);
  gtk_widget_class_bind_template_child (widget_class, QuireRunCard, message_label);
  gtk_widget_class_bind_template_child (widget_class, QuireRunCard, buttons_box);
  gtk_widget_class_bind_template_child (widget_class, QuireRunCard, stop_button);
  gtk_widget_class_bind_template_child (widget_class, QuireRunCard, pause_button);
  gtk_widget_class_bind_template_child (widget_class, QuireRunCard, resume_button);
  gtk_widget_class_bind_template_child (widget_class, QuireRunCard, open_button);
  gtk_widget_class_bind_template_child (widget_class, QuireRunCard, copy_button);
  gtk_widget_class_bind_template_child (widget_class, QuireRunCard, receipt_expander);
  gtk_widget_class_bind_template_child (widget_class, QuireRunCard, receipt_label);
  gtk_widget_class_bind_template_child (widget_class, QuireRunCard, receipt_text);
}

static void
quire_run_card_init (QuireRunCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

QuireRunCard *
quire_run_card_new (QuireWorkspace *workspace,
                    QuireRun *run)
{
  QuireRunCard *self;
  GListModel *steps;

  g_return_val_if_fail (QUIRE_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (QUIRE_IS_RUN (run), NULL);

  self = g_object_new (QUIRE_TYPE_RUN_CARD, NULL);
  self->workspace = g_object_ref (workspace);
  self->run = g_object_ref (run);

  gtk_label_set_label (self->title_label, quire_run_get_title (run));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title_label), quire_run_get_title (run));
  steps = quire_run_get_steps (run);
  for (guint i = 0; i < g_list_model_get_n_items (steps); i++)
    {
      g_autoptr (QuireRunStep) step = g_list_model_get_item (steps, i);

      gtk_box_append (self->steps_box, GTK_WIDGET (quire_run_step_row_new (step)));
    }

  g_signal_connect_object (run, "text", G_CALLBACK (text_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "notify::state", G_CALLBACK (update_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "finished", G_CALLBACK (update_state), self, G_CONNECT_SWAPPED);
  update_state (self);
  return self;
}
