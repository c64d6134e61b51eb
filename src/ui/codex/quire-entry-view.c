/* quire-entry-view.c: one entry of the codex to read.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-codex"

#include "config.h"

#include "quire-entry-view.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "quire-node-text.h"

struct _QuireEntryView
{
  AdwBin parent_instance;

  GtkScrolledWindow *scroller;
  GtkLabel *name_label;
  GtkLabel *names_label;
  GtkLabel *kind_label;
  GtkBox *text_box;
  GtkWidget *facts_box;
  GtkListBox *facts_list;

  QuireManuscript *manuscript;
  QuireEntry *entry;
};

enum
{
  OPEN_SCENE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (QuireEntryView, quire_entry_view, ADW_TYPE_BIN)

/* -- names and text -- */

static const char *
get_send_title (QuireSendMode mode)
{
  switch (mode)
    {
    case QUIRE_SEND_DETECTED:
      return _ ("sent when named");
    case QUIRE_SEND_ALWAYS:
      return _ ("always sent");
    case QUIRE_SEND_NEVER:
      return _ ("never sent to agents");
    default:
      g_return_val_if_reached ("");
    }
}

static void
show_names (QuireEntryView *self)
{
  const char *const *names = quire_entry_get_names (self->entry);
  g_autofree char *aliases = NULL;
  g_autofree char *others = NULL;
  g_autofree char *kind = NULL;

  if (names[0] != NULL && names[1] != NULL)
    {
      aliases = g_strjoinv (", ", (char **) names + 1);
      /* Translators: %s is a list of other names of a character, place or thing. */
      others = g_strdup_printf (_ ("also %s"), aliases);
    }

  /* Translators: the category of a codex entry, and when it is sent to agents: "Characters · sent when named". */
  kind = g_strdup_printf (_ ("%s · %s"), quire_entry_get_category_title (quire_entry_get_category (self->entry)),
                          get_send_title (quire_entry_get_send (self->entry)));

  gtk_label_set_label (self->name_label, quire_entry_get_name (self->entry));
  gtk_label_set_label (self->names_label, others != NULL ? others : "");
  gtk_widget_set_visible (GTK_WIDGET (self->names_label), others != NULL);
  gtk_label_set_label (self->kind_label, kind);
}

static void
show_text (QuireEntryView *self)
{
  g_auto (GStrv) paragraphs = g_strsplit (quire_entry_get_text (self->entry), "\n\n", -1);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->text_box))) != NULL)
    gtk_box_remove (self->text_box, child);

  for (guint i = 0; paragraphs[i] != NULL; i++)
    {
      GtkWidget *label;

      g_strstrip (paragraphs[i]);
      if (paragraphs[i][0] == '\0')
        continue;

      label = gtk_label_new (paragraphs[i]);
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
      /* To be marked with the mouse; with the focus all of it would be marked whenever the page is entered. */
      gtk_label_set_selectable (GTK_LABEL (label), TRUE);
      gtk_widget_set_focusable (label, FALSE);
      gtk_widget_add_css_class (label, "entry-text");
      gtk_box_append (self->text_box, label);
    }

  gtk_widget_set_visible (GTK_WIDGET (self->text_box), gtk_widget_get_first_child (GTK_WIDGET (self->text_box)) != NULL);
}

/* -- facts -- */

/* A scene as a link, or in words what has become of it. Markup. */
static char *
dup_scene_link (QuireEntryView *self,
                const char *scene_id)
{
  QuireNode *scene = self->manuscript != NULL ? quire_manuscript_lookup (self->manuscript, scene_id) : NULL;
  g_autofree char *heading = NULL;
  g_autofree char *title = NULL;

  if (scene == NULL)
    return g_markup_escape_text (_ ("a scene that is no longer in the book"), -1);

  if (quire_node_is_in_trash (scene))
    {
      title = quire_node_dup_display_title (scene);
      /* Translators: %s is the title of a scene that is in Trash. */
      heading = g_strdup_printf (_ ("“%s” (in Trash)"), title);
      return g_markup_escape_text (heading, -1);
    }

  heading = quire_node_text_dup_full_heading (scene);
  return g_markup_printf_escaped ("<a href=\"%s\">%s</a>", scene_id, heading);
}

/* When a fact holds and who knows it, as markup; NULL for always and everybody. */
static char *
dup_validity (QuireEntryView *self,
              const QuireFact *fact)
{
  g_autofree char *from = fact->valid_from != NULL ? dup_scene_link (self, fact->valid_from) : NULL;
  g_autofree char *to = fact->valid_to != NULL ? dup_scene_link (self, fact->valid_to) : NULL;
  g_autofree char *when = NULL;
  g_autofree char *who = NULL;

  if (from != NULL && to != NULL)
    /* Translators: between which scenes a fact is true. */
    when = g_strdup_printf (_ ("from %s to %s"), from, to);
  else if (from != NULL)
    /* Translators: %s is the scene from which on a fact is true. */
    when = g_strdup_printf (_ ("from %s"), from);
  else if (to != NULL)
    /* Translators: %s is the last scene in which a fact is true. */
    when = g_strdup_printf (_ ("up to %s"), to);

  if (fact->known_by != NULL && fact->known_by[0] != '\0')
    {
      g_autofree char *names = g_markup_escape_text (fact->known_by, -1);

      /* Translators: %s is a list of characters. */
      who = g_strdup_printf (_ ("known by %s"), names);
    }

  if (when != NULL && who != NULL)
    return g_strdup_printf ("%s · %s", when, who);

  return when != NULL ? g_steal_pointer (&when) : g_steal_pointer (&who);
}

static gboolean
activate_link_cb (QuireEntryView *self,
                  const char *uri)
{
  g_signal_emit (self, signals[OPEN_SCENE], 0, uri);
  return TRUE;
}

static GtkWidget *
append_label (GtkWidget *box,
              const char *text,
              gboolean markup)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (markup)
    gtk_label_set_markup (GTK_LABEL (label), text);
  else
    gtk_label_set_label (GTK_LABEL (label), text);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static GtkWidget *
create_fact_row (QuireEntryView *self,
                 const QuireFact *fact)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  g_autofree char *validity = dup_validity (self, fact);
  GtkWidget *label;

  label = append_label (box, fact->attribute, FALSE);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dimmed");
  append_label (box, fact->value, FALSE);
  if (validity != NULL)
    {
      label = append_label (box, validity, TRUE);
      gtk_widget_add_css_class (label, "caption");
      gtk_widget_add_css_class (label, "entry-validity");
      g_signal_connect_object (label, "activate-link", G_CALLBACK (activate_link_cb), self, G_CONNECT_SWAPPED);
    }

  gtk_widget_add_css_class (box, "entry-fact");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  return row;
}

static void
show_facts (QuireEntryView *self)
{
  guint n = self->entry != NULL ? quire_entry_get_n_facts (self->entry) : 0;

  gtk_list_box_remove_all (self->facts_list);
  for (guint i = 0; i < n; i++)
    gtk_list_box_append (self->facts_list, create_fact_row (self, quire_entry_get_fact (self->entry, i)));
  gtk_widget_set_visible (self->facts_box, n > 0);
}

/* -- the object -- */

static void
quire_entry_view_dispose (GObject *object)
{
  QuireEntryView *self = QUIRE_ENTRY_VIEW (object);

  if (self->manuscript != NULL)
    g_signal_handlers_disconnect_by_func (self->manuscript, show_facts, self);
  g_clear_object (&self->manuscript);
  g_clear_object (&self->entry);
  adw_bin_set_child (ADW_BIN (self), NULL); /* else the template takes away a child that the bin still counts on */
  gtk_widget_dispose_template (GTK_WIDGET (self), QUIRE_TYPE_ENTRY_VIEW);

  G_OBJECT_CLASS (quire_entry_view_parent_class)->dispose (object);
}

static void
quire_entry_view_class_init (QuireEntryViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = quire_entry_view_dispose;

  signals[OPEN_SCENE] = g_signal_new ("open-scene", QUIRE_TYPE_ENTRY_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/quirewriter/Quire/quire-entry-view.ui");
  gtk_widget_class_bind_template_child (widget_class, QuireEntryView, scroller);
  gtk_widget_class_bind_template_child (widget_class, QuireEntryView, name_label);
  gtk_widget_class_bind_template_child (widget_class, QuireEntryView, names_label);
  gtk_widget_class_bind_template_child (widget_class, QuireEntryView, kind_label);
  gtk_widget_class_bind_template_child (widget_class, QuireEntryView, text_box);
  gtk_widget_class_bind_template_child (widget_class, QuireEntryView, facts_box);
  gtk_widget_class_bind_template_child (widget_class, QuireEntryView, facts_list);
}

static void
quire_entry_view_init (QuireEntryView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->facts_list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Facts"), -1);
}

void
quire_entry_view_set_manuscript (QuireEntryView *self,
                                 QuireManuscript *manuscript)
{
  g_return_if_fail (QUIRE_IS_ENTRY_VIEW (self));
  g_return_if_fail (manuscript == NULL || QUIRE_IS_MANUSCRIPT (manuscript));

  if (self->manuscript == manuscript)
    return;

  if (self->manuscript != NULL)
    g_signal_handlers_disconnect_by_func (self->manuscript, show_facts, self);
  g_set_object (&self->manuscript, manuscript);

  /* The numbers of scenes stand in the facts. */
  if (manuscript != NULL)
    g_signal_connect_object (manuscript, "structure-changed", G_CALLBACK (show_facts), self, G_CONNECT_SWAPPED);
  show_facts (self);
}

void
quire_entry_view_set_entry (QuireEntryView *self,
                            QuireEntry *entry)
{
  gboolean other;

  g_return_if_fail (QUIRE_IS_ENTRY_VIEW (self));
  g_return_if_fail (entry == NULL || QUIRE_IS_ENTRY (entry));

  other = entry == NULL || self->entry == NULL || strcmp (quire_entry_get_id (entry), quire_entry_get_id (self->entry)) != 0;
  if (!g_set_object (&self->entry, entry) || entry == NULL)
    return;

  show_names (self);
  show_text (self);
  show_facts (self);
  if (other)
    gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}
