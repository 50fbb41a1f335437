/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tables of `downhill-cli losses`, for people and as JSON.  A loss that is undefined at the
 * pictures' size is still listed, as a dash or as null, so that the list is the same for all
 * pictures.
 */
#include "app/cli-losses.h"

#include "core/document/json.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdio.h>

/* "–" if there is no number. */
static const char *
format_number (char *text, const char *format, double number)
{
  return isfinite (number) ? g_ascii_formatd (text, G_ASCII_DTOSTR_BUF_SIZE, format, number) : "–";
}

/* printf() counts bytes when it pads, but names contain multi-byte letters. */
static void
print_padded (const char *text, glong width)
{
  g_print ("%s%*s", text, (int) MAX (width - g_utf8_strlen (text, -1), 0), "");
}

static void
measure_columns (const DhCatalogEntry *losses, guint n_losses, glong *id_width, glong *name_width)
{
  *id_width = *name_width = 0;
  for (guint i = 0; i < n_losses; i++)
    {
      *id_width = MAX (*id_width, g_utf8_strlen (losses[i].id, -1) + 2);
      *name_width = MAX (*name_width, g_utf8_strlen (losses[i].name, -1) + 2);
    }
}

static void
print_json (JsonBuilder *builder)
{
  g_autofree char *text = dh_json_print (builder, DH_JSON_TALL);

  fputs (text, stdout); /* JSON is UTF-8 in every locale */
}

/* ---- the list of losses ---- */

static void
add_settings (JsonBuilder *builder, const DhCatalogLoss *loss)
{
  json_builder_set_member_name (builder, "settings");
  json_builder_begin_array (builder);
  for (guint i = 0; i < loss->n_settings; i++)
    {
      const DhSetting *setting = &loss->settings[i];

      json_builder_begin_object (builder);
      dh_json_add_string (builder, "id", setting->id);
      dh_json_add_string (builder, "name", setting->name);
      dh_json_add_string (builder, "unit", setting->unit);
      dh_json_add_number (builder, "minimum", setting->minimum);
      dh_json_add_number (builder, "maximum", setting->maximum);
      dh_json_add_number (builder, "default", setting->value);
      dh_json_add_number (builder, "step", setting->step);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
print_list_as_json (guint n_losses)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "losses");
  json_builder_begin_array (builder);
  for (guint i = 0; i < n_losses; i++)
    {
      const DhCatalogLoss *loss = dh_catalog_get_loss (i);

      json_builder_begin_object (builder);
      dh_json_add_string (builder, "id", loss->id);
      dh_json_add_string (builder, "name", loss->name);
      dh_json_add_string (builder, "formula", loss->formula);
      dh_json_add_string (builder, "summary", loss->summary);
      dh_json_add_count (builder, "smallest_side", MAX (loss->smallest_side, 1));
      add_settings (builder, loss);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  print_json (builder);
}

/* "huber.delta  Threshold δ, 0.001 … 1, default 0.05" */
static void
print_setting (const DhCatalogLoss *loss, const DhSetting *setting, glong indent)
{
  char least[G_ASCII_DTOSTR_BUF_SIZE], most[G_ASCII_DTOSTR_BUF_SIZE];
  char usual[G_ASCII_DTOSTR_BUF_SIZE];

  print_padded ("", indent);
  g_print (_ ("%s.%s: %s, %s … %s%s%s, default %s\n"), loss->id, setting->id, setting->name,
           format_number (least, "%.6g", setting->minimum),
           format_number (most, "%.6g", setting->maximum), setting->unit[0] != '\0' ? " " : "",
           setting->unit, format_number (usual, "%.6g", setting->value));
}

void
dh_cli_losses_print_list (gboolean json)
{
  guint n_losses;
  const DhCatalogEntry *losses = dh_catalog_get_losses (&n_losses);
  glong id_width, name_width;

  if (json)
    {
      print_list_as_json (n_losses);
      return;
    }
  measure_columns (losses, n_losses, &id_width, &name_width);
  for (guint i = 0; i < n_losses; i++)
    {
      const DhCatalogLoss *loss = dh_catalog_get_loss (i);

      print_padded (loss->id, id_width);
      print_padded (loss->name, name_width);
      g_print ("%s\n%*s%s\n", loss->formula, (int) id_width, "", loss->summary);
      for (guint k = 0; k < loss->n_settings; k++)
        print_setting (loss, &loss->settings[k], id_width);
    }
}

/* ---- the losses of two pictures ---- */

static void
print_values_as_json (DhFileComparison *comparison, const DhCatalogEntry *losses, guint n_losses)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "losses");
  json_builder_begin_object (builder);
  for (guint i = 0; i < n_losses; i++)
    {
      const DhComparisonResult *result;
      gboolean has_meaning;

      if (!dh_file_comparison_is_wanted (comparison, i))
        continue;
      result = dh_file_comparison_get_result (comparison, i);
      has_meaning = !isnan (result->value);

      json_builder_set_member_name (builder, losses[i].id);
      json_builder_begin_object (builder);
      dh_json_add_number (builder, "value", result->value);
      dh_json_add_number (builder, "loss_share", has_meaning ? result->loss_share : NAN);
      dh_json_add_number (builder, "gradient_share",
                              has_meaning ? result->gradient_share : NAN);
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "yardsticks");
  json_builder_begin_object (builder);
  dh_json_add_number (builder, "psnr", dh_file_comparison_get_psnr (comparison));
  dh_json_add_number (builder, "ssim", dh_file_comparison_get_ssim (comparison));
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  print_json (builder);
}

/* "PSNR 23.41 dB · SSIM 0.8712" */
static void
print_metrics (DhFileComparison *comparison)
{
  char psnr[G_ASCII_DTOSTR_BUF_SIZE], ssim[G_ASCII_DTOSTR_BUF_SIZE];
  double decibels = dh_file_comparison_get_psnr (comparison);
  double similarity = dh_file_comparison_get_ssim (comparison);

  if (isinf (decibels))
    g_print (_ ("The pictures are equal: PSNR ∞ dB, SSIM 1\n"));
  else if (isnan (similarity))
    g_print (_ ("PSNR %s dB\n"), format_number (psnr, "%.2f", decibels));
  else
    g_print (_ ("PSNR %s dB, SSIM %s\n"), format_number (psnr, "%.2f", decibels),
             format_number (ssim, "%.4f", similarity));
}

/* A row without a value has no shares either. */
static void
print_result (const DhComparisonResult *result)
{
  char value[G_ASCII_DTOSTR_BUF_SIZE], loss[G_ASCII_DTOSTR_BUF_SIZE];
  char gradient[G_ASCII_DTOSTR_BUF_SIZE];

  if (isnan (result->value))
    g_print ("–\n");
  else
    g_print (_ ("%-14s%5s %% of the loss, %5s %% of the gradient\n"),
             format_number (value, "%.6g", result->value),
             format_number (loss, "%.1f", 100 * result->loss_share),
             format_number (gradient, "%.1f", 100 * result->gradient_share));
}

static void
print_smallest_sides (DhFileComparison *comparison, guint n_losses)
{
  int side = MIN (dh_file_comparison_get_width (comparison),
                  dh_file_comparison_get_height (comparison));

  for (guint i = 0; i < n_losses; i++)
    {
      const DhCatalogLoss *loss = dh_catalog_get_loss (i);

      if (loss->smallest_side > side && dh_file_comparison_is_wanted (comparison, i))
        g_print (_ ("%s is undefined here: it needs pictures of at least %d × %d pixels.\n"),
                 loss->name, loss->smallest_side, loss->smallest_side);
    }
}

void
dh_cli_losses_print_values (DhFileComparison *comparison, gboolean json)
{
  guint n_losses;
  const DhCatalogEntry *losses = dh_catalog_get_losses (&n_losses);
  glong id_width, name_width;

  if (json)
    {
      print_values_as_json (comparison, losses, n_losses);
      return;
    }
  measure_columns (losses, n_losses, &id_width, &name_width);
  for (guint i = 0; i < n_losses; i++)
    {
      if (!dh_file_comparison_is_wanted (comparison, i))
        continue;
      print_padded (losses[i].id, id_width);
      print_padded (losses[i].name, name_width);
      print_result (dh_file_comparison_get_result (comparison, i));
    }
  print_metrics (comparison);
  g_print (_ ("The shares are those of the worst 1 %% of the pixels.\n"));
  print_smallest_sides (comparison, n_losses);
}
