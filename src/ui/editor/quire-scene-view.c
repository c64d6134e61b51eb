/* quire-scene-view.c: the page that prose is written on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What depends on the font (column, indent, room between lines, colours of signs) is measured when the font or the theme changes;
 * what depends on the width (margins) when a size is given. Nothing here is done for a key but one comparison: whether the scene
 * has become empty or stopped being so.
 *
 * Header and placeholder stand in a child of the text view, the page, which is put where the text is scrolled to. (Not an overlay of GTK's
 * own, which in 4.18 leaks its list and looks at freed memory when there are two.) As they can be typed into, the text view would take keys
 * that are meant for them, before them (input method) or after them (what they do not want), and change the scene behind the writer's back.
 * So its own key controllers hear only of keys that are its own, and the rest is stopped at the page. */

#define G_LOG_DOMAIN "quire-ui"

#include "config.h"

#include "quire-scene-view.h"

#include <adwaita.h>
#include <math.h>

#include "quire-markdown-edit.h"
#include "quire-markdown-styler.h"
#include "quire-settings.h"

#define DEFAULT_FAMILIES "\"EB Garamond\", serif"
#define SIDE_MARGIN 24    /* pixels that stay free beside the column in a narrow window */
#define TOP_MARGIN 30     /* above the header */
#define HEADER_SPACING 18 /* between header and text */
#define PLACEHOLDER_SPACING 18
#define OVERSCROLL 3 /* a third of the height stays free below the last line */
#define INDENT 3 / 2 /* of the font size */
#define FRAMES_TO_ALIGN 2
#define DIM_ALPHA 0.5f /* as libadwaita dims labels, and in high contrast */
#define DIM_ALPHA_HIGH 0.9f

struct _QuireSceneView
{
  GtkSourceView parent_instance;

  GtkCssProvider *provider;
  GtkWidget *page; /* holds the two that follow */
  GtkWidget *header;
  AdwBin *placeholder; /* with what was given inside, whose own visibility is its owner's */
  double zoom;

  int ideal_column; /* pixels */
  int column;
  int font_size; /* pixels */
  int line;      /* height of one line with its leading, pixels */
  gboolean empty;
  guint align_tick;
  guint frames_to_align;
  gboolean composing; /* an input method has something half typed */

  GtkAdjustment *vadjustment; /* owned: whose `value-changed` is watched */
  gulong scrolled_handler;
  GtkTextBuffer *buffer; /* owned: whose `changed` is watched */
  gulong changed_handler;
};

enum
{
  PROP_0,
  PROP_HEADER,
  PROP_PLACEHOLDER,
  PROP_ZOOM,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (QuireSceneView, quire_scene_view, GTK_SOURCE_TYPE_VIEW)

/* -- the look -- */

static char *
quote_family (const char *family)
{
  g_autofree char *escaped = g_strescape (family, "\x80-\xff");

  return g_strdup_printf ("\"%s\", serif", escaped);
}

/* The interface's own font for what stands on the page but is not prose. */
static void
append_interface_font (QuireSceneView *self, GString *css)
{
  g_autofree char *name = NULL;
  g_autoptr (PangoFontDescription) font = NULL;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-font-name", &name, NULL);
  if (name == NULL)
    return;
  font = pango_font_description_from_string (name);
  if (pango_font_description_get_family (font) != NULL)
    {
      g_autofree char *family = g_strescape (pango_font_description_get_family (font), "");

      g_string_append_printf (css, ".scene-page { font-family: \"%s\"; font-size: %dpt; }\n",
                              family, MAX (pango_font_description_get_size (font) / PANGO_SCALE, 8));
    }
}

static void
update_css (QuireSceneView *self)
{
  GSettings *settings = quire_settings_get ();
  g_autofree char *family = g_settings_get_string (settings, QUIRE_SETTING_FONT_FAMILY);
  g_autofree char *families = family[0] != '\0' ? quote_family (family) : g_strdup (DEFAULT_FAMILIES);
  g_autoptr (GString) css = g_string_new (NULL);
  char size[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (size, sizeof size, "%.2f", g_settings_get_double (settings, QUIRE_SETTING_FONT_SIZE) * self->zoom);
  g_string_append_printf (css, ".scene-view { font-family: %s; font-size: %spt; }\n", families, size);
  append_interface_font (self, css);
  gtk_css_provider_load_from_string (self->provider, css->str);
}

static void
measure_font (QuireSceneView *self, int *height, int *char_width)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  PangoFontDescription *font = pango_context_get_font_description (context);
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  double size = pango_font_description_get_size (font) / (double) PANGO_SCALE;

  if (!pango_font_description_get_size_is_absolute (font))
    size *= pango_cairo_context_get_resolution (context) > 0 ? pango_cairo_context_get_resolution (context) / 72.0 : 96.0 / 72.0;
  self->font_size = MAX ((int) round (size), 1);
  *height = PANGO_PIXELS_CEIL (pango_font_metrics_get_ascent (metrics) + pango_font_metrics_get_descent (metrics));
  *char_width = pango_font_metrics_get_approximate_char_width (metrics);
  pango_font_metrics_unref (metrics);
}

static void
update_tags (QuireSceneView *self, int leading)
{
  GtkTextTagTable *tags = gtk_text_buffer_get_tag_table (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self)));
  gboolean high = adw_style_manager_get_high_contrast (adw_style_manager_get_default ());
  GdkRGBA dim;

  if (quire_markdown_styler_get_tag (tags, QUIRE_MARKDOWN_MARK) == NULL)
    return;

  gtk_widget_get_color (GTK_WIDGET (self), &dim);
  dim.alpha *= high ? DIM_ALPHA_HIGH : DIM_ALPHA;
  quire_markdown_styler_set_look (tags, &dim, self->font_size, leading);
}

static void
update_look (QuireSceneView *self)
{
  GtkTextView *view = GTK_TEXT_VIEW (self);
  GSettings *settings = quire_settings_get ();
  int height;
  int char_width;
  int leading;

  measure_font (self, &height, &char_width);
  leading = MAX (0, (int) round (g_settings_get_double (settings, QUIRE_SETTING_LINE_HEIGHT) * self->font_size) - height);
  self->line = height + leading;
  self->ideal_column = PANGO_PIXELS (char_width * (int) g_settings_get_uint (settings, QUIRE_SETTING_PAGE_WIDTH));

  gtk_text_view_set_pixels_inside_wrap (view, leading);
  gtk_text_view_set_pixels_above_lines (view, leading / 2);
  gtk_text_view_set_pixels_below_lines (view, leading - leading / 2);
  gtk_text_view_set_indent (view, self->empty ? 0 : self->font_size * INDENT);
  update_tags (self, leading);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
quire_scene_view_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (quire_scene_view_parent_class)->css_changed (widget, change);

  update_look (QUIRE_SCENE_VIEW (widget));
}

static void
setting_changed_cb (QuireSceneView *self, const char *key)
{
  if (g_str_equal (key, QUIRE_SETTING_FONT_FAMILY) || g_str_equal (key, QUIRE_SETTING_FONT_SIZE))
    update_css (self);
  else if (g_str_equal (key, QUIRE_SETTING_LINE_HEIGHT) || g_str_equal (key, QUIRE_SETTING_PAGE_WIDTH))
    update_look (self);
}

/* -- where things stand -- */

/* From above the text to below its first line, which is empty when the placeholder is there. */
static void
place_page (QuireSceneView *self)
{
  float scrolled = self->vadjustment != NULL ? (float) gtk_adjustment_get_value (self->vadjustment) : 0.0f;
  float x = (float) gtk_text_view_get_left_margin (GTK_TEXT_VIEW (self));
  int height;

  if (self->column <= 0)
    return;

  gtk_widget_measure (self->page, GTK_ORIENTATION_VERTICAL, self->column, NULL, &height, NULL, NULL);
  gtk_widget_allocate (self->page, self->column, height, -1,
                       gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT (x, TOP_MARGIN - scrolled)));
}

static int
measure_header (QuireSceneView *self)
{
  int height;

  if (self->header == NULL)
    return 0;

  gtk_widget_measure (self->header, GTK_ORIENTATION_VERTICAL, self->column, NULL, &height, NULL, NULL);

  return height + HEADER_SPACING;
}

static void
quire_scene_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  QuireSceneView *self = QUIRE_SCENE_VIEW (widget);
  GtkTextView *view = GTK_TEXT_VIEW (widget);
  int side;

  self->column = MAX (1, MIN (self->ideal_column, width - 2 * SIDE_MARGIN));
  side = (width - self->column) / 2;
  gtk_text_view_set_left_margin (view, MAX (side, 0));
  gtk_text_view_set_right_margin (view, MAX (width - side - self->column, 0));
  gtk_text_view_set_top_margin (view, TOP_MARGIN + measure_header (self));
  gtk_text_view_set_bottom_margin (view, height / OVERSCROLL);
  if (self->placeholder != NULL)
    gtk_widget_set_margin_top (GTK_WIDGET (self->placeholder), HEADER_SPACING + self->line + PLACEHOLDER_SPACING);

  GTK_WIDGET_CLASS (quire_scene_view_parent_class)->size_allocate (widget, width, height, baseline);

  place_page (self);
}

static void
quire_scene_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  GTK_WIDGET_CLASS (quire_scene_view_parent_class)->snapshot (widget, snapshot);

  gtk_widget_snapshot_child (widget, QUIRE_SCENE_VIEW (widget)->page, snapshot);
}

static void
vadjustment_changed_cb (QuireSceneView *self)
{
  g_clear_signal_handler (&self->scrolled_handler, self->vadjustment);
  g_set_object (&self->vadjustment, gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self)));
  if (self->vadjustment != NULL)
    self->scrolled_handler = g_signal_connect_swapped (self->vadjustment, "value-changed", G_CALLBACK (place_page), self);
}

/* -- emptiness -- */

static void
update_empty (QuireSceneView *self)
{
  gboolean empty = gtk_text_buffer_get_char_count (self->buffer) == 0;

  if (empty == self->empty)
    return;

  /* The first paragraph of a scene is not indented, and there is no character yet that a tag could say it of. */
  self->empty = empty;
  gtk_text_view_set_indent (GTK_TEXT_VIEW (self), empty ? 0 : self->font_size * INDENT);
  if (self->placeholder != NULL)
    gtk_widget_set_visible (GTK_WIDGET (self->placeholder), empty);
}

static void
buffer_changed_cb (QuireSceneView *self)
{
  g_clear_signal_handler (&self->changed_handler, self->buffer);
  g_set_object (&self->buffer, gtk_text_view_get_buffer (GTK_TEXT_VIEW (self)));
  if (self->buffer == NULL)
    return;

  self->changed_handler = g_signal_connect_swapped (self->buffer, "changed", G_CALLBACK (update_empty), self);
  update_empty (self);
  update_look (self);
}

/* -- keys -- */

/* Those of the parent classes, which are made for a view without children that can be typed into. */
static void
keep_keys_of_children (QuireSceneView *self)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (self));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_TARGET);
    }
}

static gboolean
stop_key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, gpointer data)
{
  switch (key)
    {
    case GDK_KEY_Tab:
    case GDK_KEY_ISO_Left_Tab:
    case GDK_KEY_KP_Tab:
    case GDK_KEY_Escape:
      return GDK_EVENT_PROPAGATE;

    default:
      return key >= GDK_KEY_F1 && key <= GDK_KEY_F35 ? GDK_EVENT_PROPAGATE : GDK_EVENT_STOP;
    }
}

/* Before the input method, which must have Return while something is half typed. */
static gboolean
return_cb (QuireSceneView *self, guint key, guint code, GdkModifierType state)
{
  GtkTextView *view = GTK_TEXT_VIEW (self);
  const GdkModifierType modifiers = GDK_SHIFT_MASK | GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK;

  if ((key != GDK_KEY_Return && key != GDK_KEY_KP_Enter && key != GDK_KEY_ISO_Enter) || (state & modifiers) != 0)
    return GDK_EVENT_PROPAGATE;
  if (!gtk_widget_is_focus (GTK_WIDGET (self)) || self->composing || !gtk_text_view_get_editable (view))
    return GDK_EVENT_PROPAGATE;

  quire_markdown_end_paragraph (self->buffer);
  gtk_text_view_scroll_mark_onscreen (view, gtk_text_buffer_get_insert (self->buffer));
  gtk_text_view_reset_cursor_blink (view);

  return GDK_EVENT_STOP;
}

static void
preedit_changed_cb (QuireSceneView *self, const char *preedit)
{
  self->composing = preedit != NULL && preedit[0] != '\0';
}

static void
quire_scene_view_move_cursor (GtkTextView *view, GtkMovementStep step, int count, gboolean extend)
{
  QuireSceneView *self = QUIRE_SCENE_VIEW (view);
  gboolean by_lines = step == GTK_MOVEMENT_DISPLAY_LINES || step == GTK_MOVEMENT_PAGES || step == GTK_MOVEMENT_PARAGRAPHS;
  GtkTextIter caret;

  GTK_TEXT_VIEW_CLASS (quire_scene_view_parent_class)->move_cursor (view, step, count, extend);

  gtk_text_buffer_get_iter_at_mark (self->buffer, &caret, gtk_text_buffer_get_insert (self->buffer));
  if (quire_markdown_is_in_gap (&caret) && count != 0)
    GTK_TEXT_VIEW_CLASS (quire_scene_view_parent_class)->move_cursor (view, by_lines ? GTK_MOVEMENT_DISPLAY_LINES : GTK_MOVEMENT_LOGICAL_POSITIONS, count > 0 ? 1 : -1, extend);
}

static void
quire_scene_view_backspace (GtkTextView *view)
{
  if (gtk_text_view_get_editable (view) && quire_markdown_join_paragraphs (QUIRE_SCENE_VIEW (view)->buffer, -1))
    gtk_text_view_scroll_mark_onscreen (view, gtk_text_buffer_get_insert (QUIRE_SCENE_VIEW (view)->buffer));
  else
    GTK_TEXT_VIEW_CLASS (quire_scene_view_parent_class)->backspace (view);
}

static void
quire_scene_view_delete_from_cursor (GtkTextView *view, GtkDeleteType type, int count)
{
  if (type == GTK_DELETE_CHARS && count == 1 && gtk_text_view_get_editable (view) &&
      quire_markdown_join_paragraphs (QUIRE_SCENE_VIEW (view)->buffer, 1))
    return;

  GTK_TEXT_VIEW_CLASS (quire_scene_view_parent_class)->delete_from_cursor (view, type, count);
}

/* -- the object -- */

static void
make_page (QuireSceneView *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (self->page, "scene-page");
  g_signal_connect (keys, "key-pressed", G_CALLBACK (stop_key_cb), NULL);
  gtk_widget_add_controller (self->page, keys);
  gtk_widget_set_parent (self->page, GTK_WIDGET (self));
}

static void
set_header (QuireSceneView *self, GtkWidget *header)
{
  g_return_if_fail (self->header == NULL && header != NULL);

  self->header = header;
  gtk_widget_set_cursor_from_name (header, "default");
  gtk_box_prepend (GTK_BOX (self->page), header);
}

static void
set_placeholder (QuireSceneView *self, GtkWidget *placeholder)
{
  g_return_if_fail (self->placeholder == NULL && placeholder != NULL);

  self->placeholder = ADW_BIN (adw_bin_new ());
  adw_bin_set_child (self->placeholder, placeholder);
  gtk_widget_set_cursor_from_name (placeholder, "default");
  gtk_widget_set_visible (GTK_WIDGET (self->placeholder), self->empty);
  gtk_box_append (GTK_BOX (self->page), GTK_WIDGET (self->placeholder));
}

static void
quire_scene_view_dispose (GObject *object)
{
  QuireSceneView *self = QUIRE_SCENE_VIEW (object);

  g_clear_signal_handler (&self->changed_handler, self->buffer);
  g_clear_object (&self->buffer);
  self->header = NULL;
  self->placeholder = NULL;
  g_clear_pointer (&self->page, gtk_widget_unparent);
  g_clear_signal_handler (&self->scrolled_handler, self->vadjustment);
  g_clear_object (&self->vadjustment);
  if (self->provider != NULL)
    gtk_style_context_remove_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (self->provider));
  g_clear_object (&self->provider);

  G_OBJECT_CLASS (quire_scene_view_parent_class)->dispose (object);
}

static void
quire_scene_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  QuireSceneView *self = QUIRE_SCENE_VIEW (object);

  switch (id)
    {
    case PROP_HEADER:
      g_value_set_object (value, self->header);
      break;

    case PROP_PLACEHOLDER:
      g_value_set_object (value, self->placeholder != NULL ? adw_bin_get_child (self->placeholder) : NULL);
      break;

    case PROP_ZOOM:
      g_value_set_double (value, self->zoom);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
quire_scene_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  QuireSceneView *self = QUIRE_SCENE_VIEW (object);

  switch (id)
    {
    case PROP_HEADER:
      set_header (self, g_value_get_object (value));
      break;

    case PROP_PLACEHOLDER:
      set_placeholder (self, g_value_get_object (value));
      break;

    case PROP_ZOOM:
      quire_scene_view_set_zoom (self, g_value_get_double (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
quire_scene_view_class_init (QuireSceneViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GtkTextViewClass *view_class = GTK_TEXT_VIEW_CLASS (klass);

  object_class->dispose = quire_scene_view_dispose;
  object_class->get_property = quire_scene_view_get_property;
  object_class->set_property = quire_scene_view_set_property;
  widget_class->css_changed = quire_scene_view_css_changed;
  widget_class->size_allocate = quire_scene_view_size_allocate;
  widget_class->snapshot = quire_scene_view_snapshot;
  view_class->move_cursor = quire_scene_view_move_cursor;
  view_class->backspace = quire_scene_view_backspace;
  view_class->delete_from_cursor = quire_scene_view_delete_from_cursor;

  props[PROP_HEADER] = g_param_spec_object ("header", NULL, NULL, GTK_TYPE_WIDGET,
                                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  props[PROP_PLACEHOLDER] = g_param_spec_object ("placeholder", NULL, NULL, GTK_TYPE_WIDGET,
                                                 G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  props[PROP_ZOOM] = g_param_spec_double ("zoom", NULL, NULL, QUIRE_ZOOM_MIN, QUIRE_ZOOM_MAX, 1.0,
                                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
quire_scene_view_init (QuireSceneView *self)
{
  GtkTextView *view = GTK_TEXT_VIEW (self);
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->zoom = 1.0;
  self->empty = TRUE;
  self->provider = gtk_css_provider_new ();
  gtk_style_context_add_provider_for_display (gtk_widget_get_display (GTK_WIDGET (self)), GTK_STYLE_PROVIDER (self->provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 1);
  gtk_widget_add_css_class (GTK_WIDGET (self), "scene-view");

  gtk_text_view_set_wrap_mode (view, GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (view, FALSE);
  gtk_text_view_set_input_purpose (view, GTK_INPUT_PURPOSE_FREE_FORM);
  gtk_text_view_set_input_hints (view, GTK_INPUT_HINT_SPELLCHECK | GTK_INPUT_HINT_WORD_COMPLETION | GTK_INPUT_HINT_UPPERCASE_SENTENCES);

  keep_keys_of_children (self);
  make_page (self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (return_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect (self, "preedit-changed", G_CALLBACK (preedit_changed_cb), NULL);
  g_signal_connect (self, "notify::vadjustment", G_CALLBACK (vadjustment_changed_cb), NULL);
  g_signal_connect (self, "notify::buffer", G_CALLBACK (buffer_changed_cb), NULL);

  g_signal_connect_object (quire_settings_get (), "changed", G_CALLBACK (setting_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_widget_get_settings (GTK_WIDGET (self)), "notify::gtk-font-name", G_CALLBACK (update_css), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::high-contrast", G_CALLBACK (update_look), self, G_CONNECT_SWAPPED);
  update_css (self);
  buffer_changed_cb (self);
}

void
quire_scene_view_set_zoom (QuireSceneView *self, double zoom)
{
  g_return_if_fail (QUIRE_IS_SCENE_VIEW (self));

  zoom = CLAMP (zoom, QUIRE_ZOOM_MIN, QUIRE_ZOOM_MAX);
  if (zoom == self->zoom)
    return;

  self->zoom = zoom;
  update_css (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ZOOM]);
}

double
quire_scene_view_get_zoom (QuireSceneView *self)
{
  g_return_val_if_fail (QUIRE_IS_SCENE_VIEW (self), 1.0);

  return self->zoom;
}

int
quire_scene_view_get_column (QuireSceneView *self)
{
  g_return_val_if_fail (QUIRE_IS_SCENE_VIEW (self), 0);

  return self->column;
}

double
quire_scene_view_get_scroll (QuireSceneView *self)
{
  GdkRectangle visible;
  GtkTextIter first;
  int length;

  g_return_val_if_fail (QUIRE_IS_SCENE_VIEW (self), 0.0);

  length = gtk_text_buffer_get_char_count (self->buffer);
  gtk_text_view_get_visible_rect (GTK_TEXT_VIEW (self), &visible);
  if (length == 0 || visible.y <= 0)
    return 0.0;

  gtk_text_view_get_iter_at_location (GTK_TEXT_VIEW (self), &first, 0, visible.y);

  return gtk_text_iter_get_offset (&first) / (double) length;
}

static void
stop_aligning (QuireSceneView *self)
{
  if (self->align_tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->align_tick);
  self->align_tick = 0;
}

/* The text view forgets its top margin when it scrolls before it has validated all lines above. */
static gboolean
align_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  QuireSceneView *self = QUIRE_SCENE_VIEW (widget);
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self));
  GtkTextMark *mark = gtk_text_buffer_get_mark (self->buffer, "quire-top");

  if (mark != NULL && adjustment != NULL)
    {
      GtkTextIter iter;
      GdkRectangle place;
      GdkRectangle visible;

      gtk_text_buffer_get_iter_at_mark (self->buffer, &iter, mark);
      gtk_text_view_get_iter_location (GTK_TEXT_VIEW (self), &iter, &place);
      gtk_text_view_get_visible_rect (GTK_TEXT_VIEW (self), &visible);
      if (visible.y != place.y)
        gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + place.y - visible.y);
    }
  if (mark != NULL && --self->frames_to_align > 0)
    return G_SOURCE_CONTINUE;

  self->align_tick = 0;
  return G_SOURCE_REMOVE;
}

void
quire_scene_view_set_scroll (QuireSceneView *self, double scroll)
{
  GtkTextIter first;
  GtkTextMark *mark;

  g_return_if_fail (QUIRE_IS_SCENE_VIEW (self));

  stop_aligning (self);
  if (scroll <= 0.0)
    {
      GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self));

      if (adjustment != NULL)
        gtk_adjustment_set_value (adjustment, 0.0);
      return;
    }

  /* A mark with a name: the scroll is done when lines have heights, and needs it until then. */
  gtk_text_buffer_get_iter_at_offset (self->buffer, &first, (int) round (scroll * gtk_text_buffer_get_char_count (self->buffer)));
  mark = gtk_text_buffer_get_mark (self->buffer, "quire-top");
  if (mark == NULL)
    mark = gtk_text_buffer_create_mark (self->buffer, "quire-top", &first, TRUE);
  else
    gtk_text_buffer_move_mark (self->buffer, mark, &first);
  gtk_text_view_scroll_to_mark (GTK_TEXT_VIEW (self), mark, 0.0, TRUE, 0.0, 0.0);
  self->frames_to_align = FRAMES_TO_ALIGN;
  self->align_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), align_cb, NULL, NULL);
}
