/* quire-status-mark.c: the status of a scene as a disc that fills up.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-outline"

#include "config.h"

#include "quire-status-mark.h"

#define FONT_SHARE 0.64f /* diameter, as a part of the line's height: as tall as a small letter looks */
#define LINE_SHARE 0.13f /* thickness of the ring, as a part of the diameter */

struct _QuireStatusMark
{
  GtkWidget parent_instance;

  QuireStatus status;
};

enum
{
  PROP_0,
  PROP_STATUS,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (QuireStatusMark, quire_status_mark, GTK_TYPE_WIDGET)

static void
quire_status_mark_measure (GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  int height = pango_font_metrics_get_ascent (metrics) + pango_font_metrics_get_descent (metrics);
  int diameter = (int) (FONT_SHARE * (float) height / PANGO_SCALE + 0.5f);

  pango_font_metrics_unref (metrics);
  *minimum = *natural = MAX (diameter, 6);
  *minimum_baseline = *natural_baseline = -1;
}

/* The part of the disc from twelve o'clock: the left half of a draft, three quarters of a revised scene. */
static GskPath *
create_filling (QuireStatus status,
                const graphene_point_t *center,
                float radius)
{
  GskPathBuilder *builder = gsk_path_builder_new ();

  switch (status)
    {
    case QUIRE_STATUS_DRAFT:
      gsk_path_builder_move_to (builder, center->x, center->y - radius);
      gsk_path_builder_svg_arc_to (builder, radius, radius, 0, FALSE, FALSE, center->x, center->y + radius);
      gsk_path_builder_close (builder);
      break;
    case QUIRE_STATUS_REVISED:
      gsk_path_builder_move_to (builder, center->x, center->y);
      gsk_path_builder_line_to (builder, center->x, center->y - radius);
      gsk_path_builder_svg_arc_to (builder, radius, radius, 0, TRUE, FALSE, center->x + radius, center->y);
      gsk_path_builder_close (builder);
      break;
    case QUIRE_STATUS_FINAL:
      gsk_path_builder_add_circle (builder, center, radius);
      break;
    case QUIRE_STATUS_OUTLINED:
    default:
      break;
    }

  return gsk_path_builder_free_to_path (builder);
}

static void
quire_status_mark_snapshot (GtkWidget *widget,
                            GtkSnapshot *snapshot)
{
  QuireStatusMark *self = QUIRE_STATUS_MARK (widget);
  float width = (float) gtk_widget_get_width (widget);
  float height = (float) gtk_widget_get_height (widget);
  float diameter = MIN (width, height);
  float thickness = MAX (LINE_SHARE * diameter, 1.0f);
  float radius = (diameter - thickness) / 2;
  graphene_point_t center = GRAPHENE_POINT_INIT (width / 2, height / 2);
  GskPathBuilder *builder = gsk_path_builder_new ();
  g_autoptr (GskPath) filling = NULL;
  g_autoptr (GskPath) ring = NULL;
  GskStroke *stroke;
  GdkRGBA color;

  if (radius <= 0)
    {
      gsk_path_builder_unref (builder);
      return;
    }

  gtk_widget_get_color (widget, &color);
  gsk_path_builder_add_circle (builder, &center, radius);
  ring = gsk_path_builder_free_to_path (builder);
  stroke = gsk_stroke_new (thickness);
  gtk_snapshot_append_stroke (snapshot, ring, stroke, &color);
  gsk_stroke_free (stroke);

  filling = create_filling (self->status, &center, radius);
  if (!gsk_path_is_empty (filling))
    gtk_snapshot_append_fill (snapshot, filling, GSK_FILL_RULE_WINDING, &color);
}

static void
show_status (QuireStatusMark *self)
{
  const char *const classes[] = { quire_status_get_name (self->status), NULL };

  gtk_widget_set_css_classes (GTK_WIDGET (self), (const char **) classes);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, quire_status_get_title (self->status), -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
quire_status_mark_get_property (GObject *object,
                                guint id,
                                GValue *value,
                                GParamSpec *pspec)
{
  QuireStatusMark *self = QUIRE_STATUS_MARK (object);

  switch (id)
    {
    case PROP_STATUS:
      g_value_set_enum (value, self->status);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
quire_status_mark_set_property (GObject *object,
                                guint id,
                                const GValue *value,
                                GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_STATUS:
      quire_status_mark_set_status (QUIRE_STATUS_MARK (object), g_value_get_enum (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
quire_status_mark_class_init (QuireStatusMarkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = quire_status_mark_get_property;
  object_class->set_property = quire_status_mark_set_property;
  widget_class->measure = quire_status_mark_measure;
  widget_class->snapshot = quire_status_mark_snapshot;

  props[PROP_STATUS] = g_param_spec_enum ("status", NULL, NULL, QUIRE_TYPE_STATUS, QUIRE_STATUS_OUTLINED,
                                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_css_name (widget_class, "statusmark");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
quire_status_mark_init (QuireStatusMark *self)
{
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  show_status (self);
}

GtkWidget *
quire_status_mark_new (QuireStatus status)
{
  QuireStatusMark *self = g_object_new (QUIRE_TYPE_STATUS_MARK, NULL);

  quire_status_mark_set_status (self, status);
  return GTK_WIDGET (self);
}

QuireStatus
quire_status_mark_get_status (QuireStatusMark *self)
{
  g_return_val_if_fail (QUIRE_IS_STATUS_MARK (self), QUIRE_STATUS_OUTLINED);

  return self->status;
}

void
quire_status_mark_set_status (QuireStatusMark *self,
                              QuireStatus status)
{
  g_return_if_fail (QUIRE_IS_STATUS_MARK (self));

  if (self->status == status)
    return;

  self->status = status;
  show_status (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATUS]);
}
