/* quire-preferences-dialog.c: the preferences.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-preferences"

#include "config.h"

#include "quire-preferences-dialog.h"

#include "quire-settings.h"

struct _QuirePreferencesDialog
{
  AdwPreferencesDialog parent_instance;

  AdwComboRow *scheme_row;
  GtkFontDialogButton *font_button;
  GtkWidget *font_reset_button;
  AdwSpinRow *size_row;
  AdwSpinRow *line_height_row;
  AdwSpinRow *width_row;
  AdwSpinRow *speed_row;
};

G_DEFINE_FINAL_TYPE (QuirePreferencesDialog, quire_preferences_dialog, ADW_TYPE_PREFERENCES_DIALOG)

static const char *const schemes[] = { "system", "light", "dark" };

static gboolean
scheme_from_setting (GValue *value,
                     GVariant *variant,
                     gpointer data)
{
  const char *scheme = g_variant_get_string (variant, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    {
      if (g_str_equal (schemes[i], scheme))
        g_value_set_uint (value, i);
    }
  return TRUE;
}

static GVariant *
scheme_to_setting (const GValue *value,
                   const GVariantType *type,
                   gpointer data)
{
  return g_variant_new_string (schemes[MIN (g_value_get_uint (value), G_N_ELEMENTS (schemes) - 1)]);
}

static gboolean
font_from_setting (GValue *value,
                   GVariant *variant,
                   gpointer data)
{
  const char *family = g_variant_get_string (variant, NULL);

  g_value_take_boxed (value, pango_font_description_from_string (family[0] != '\0' ? family : "Serif"));
  return TRUE;
}

static GVariant *
font_to_setting (const GValue *value,
                 const GVariantType *type,
                 gpointer data)
{
  const PangoFontDescription *font = g_value_get_boxed (value);
  const char *family = font != NULL ? pango_font_description_get_family (font) : NULL;

  return g_variant_new_string (family != NULL ? family : "");
}

static void
font_reset_cb (QuirePreferencesDialog *self)
{
  g_settings_reset (quire_settings_get (), QUIRE_SETTING_FONT_FAMILY);
}

static void
font_changed_cb (QuirePreferencesDialog *self)
{
  g_autofree char *family = g_settings_get_string (quire_settings_get (), QUIRE_SETTING_FONT_FAMILY);

  gtk_widget_set_sensitive (self->font_reset_button, family[0] != '\0');
}

static gboolean
uint_from_setting (GValue *value,
                   GVariant *variant,
                   gpointer data)
{
  g_value_set_double (value, g_variant_get_uint32 (variant));
  return TRUE;
}

static GVariant *
uint_to_setting (const GValue *value,
                 const GVariantType *type,
                 gpointer data)
{
  return g_variant_new_uint32 ((guint32) (g_value_get_double (value) + 0.5));
}

static void
quire_preferences_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), QUIRE_TYPE_PREFERENCES_DIALOG);

  G_OBJECT_CLASS (quire_preferences_dialog_parent_class)->dispose (object);
}

static void
quire_preferences_dialog_class_init (QuirePreferencesDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = quire_preferences_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/quirewriter/Quire/quire-preferences-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, QuirePreferencesDialog, scheme_row);
  gtk_widget_class_bind_template_child (widget_class, QuirePreferencesDialog, font_button);
  gtk_widget_class_bind_template_child (widget_class, QuirePreferencesDialog, font_reset_button);
  gtk_widget_class_bind_template_child (widget_class, QuirePreferencesDialog, size_row);
  gtk_widget_class_bind_template_child (widget_class, QuirePreferencesDialog, line_height_row);
  gtk_widget_class_bind_template_child (widget_class, QuirePreferencesDialog, width_row);
  gtk_widget_class_bind_template_child (widget_class, QuirePreferencesDialog, speed_row);
  gtk_widget_class_bind_template_callback (widget_class, font_reset_cb);
}

static void
quire_preferences_dialog_init (QuirePreferencesDialog *self)
{
  GSettings *settings = quire_settings_get ();

  gtk_widget_init_template (GTK_WIDGET (self));

  g_settings_bind_with_mapping (settings, QUIRE_SETTING_COLOR_SCHEME, self->scheme_row, "selected", G_SETTINGS_BIND_DEFAULT,
                                scheme_from_setting, scheme_to_setting, NULL, NULL);
  g_settings_bind_with_mapping (settings, QUIRE_SETTING_FONT_FAMILY, self->font_button, "font-desc", G_SETTINGS_BIND_DEFAULT,
                                font_from_setting, font_to_setting, NULL, NULL);
  g_settings_bind (settings, QUIRE_SETTING_FONT_SIZE, self->size_row, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, QUIRE_SETTING_LINE_HEIGHT, self->line_height_row, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind_with_mapping (settings, QUIRE_SETTING_PAGE_WIDTH, self->width_row, "value", G_SETTINGS_BIND_DEFAULT,
                                uint_from_setting, uint_to_setting, NULL, NULL);
  g_settings_bind_with_mapping (settings, QUIRE_SETTING_REHEARSAL_SPEED, self->speed_row, "value", G_SETTINGS_BIND_DEFAULT,
                                uint_from_setting, uint_to_setting, NULL, NULL);
  g_signal_connect_object (settings, "changed::" QUIRE_SETTING_FONT_FAMILY, G_CALLBACK (font_changed_cb), self, G_CONNECT_SWAPPED);
  font_changed_cb (self);
}

QuirePreferencesDialog *
quire_preferences_dialog_new (void)
{
  return g_object_new (QUIRE_TYPE_PREFERENCES_DIALOG, NULL);
}
