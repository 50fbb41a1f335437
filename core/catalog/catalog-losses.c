/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a lane can minimise, in words: the losses with their descriptions, well-known mixes, and the
 * masks.  Translated once.
 */
#include "core/catalog/catalog.h"

#include "core/loss/measurements.h"
#include "core/loss/mix.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* gettext would translate an empty string to its header. */
static const char *
translate (const char *text)
{
  return text != NULL && text[0] != '\0' ? dh_measurements_fill (_ (text)) : "";
}

const DhCatalogEntry *
dh_catalog_get_losses (guint *n_entries)
{
  static DhCatalogEntry *entries;
  const DhLoss *const *losses = dh_losses_get (n_entries);

  if (entries == NULL)
    {
      entries = g_new (DhCatalogEntry, *n_entries);
      for (guint i = 0; i < *n_entries; i++)
        entries[i] = (DhCatalogEntry) { losses[i]->id, translate (losses[i]->name),
                                        translate (losses[i]->summary),
                                        translate (losses[i]->formula) };
    }
  return entries;
}

/* Well-known mixes. */
static const struct
{
  const char *mix, *name, *summary;
} ready_mixes[] = {
  { "ssim_block+mse", N_ ("SSIM + MSE (forum post)"),
    N_ ("What the forum post trained as “SSIM”: structure from SSIM, colour from MSE.") },
};

const DhCatalogEntry *
dh_catalog_get_objectives (guint *n_entries)
{
  static DhCatalogEntry *entries;
  guint n_losses;
  const DhCatalogEntry *losses = dh_catalog_get_losses (&n_losses);

  *n_entries = n_losses + G_N_ELEMENTS (ready_mixes);
  if (entries == NULL)
    {
      entries = g_new (DhCatalogEntry, *n_entries);
      memcpy (entries, losses, n_losses * sizeof *entries);
      for (gsize i = 0; i < G_N_ELEMENTS (ready_mixes); i++)
        entries[n_losses + i] = (DhCatalogEntry) { g_intern_static_string (ready_mixes[i].mix),
                                                   translate (ready_mixes[i].name),
                                                   translate (ready_mixes[i].summary), "" };
    }
  return entries;
}

const DhCatalogEntry *
dh_catalog_get_masks (guint *n_entries)
{
  static DhCatalogEntry *entries;

  *n_entries = DH_AREA_COMPONENTS + 2;
  if (entries == NULL)
    {
      entries = g_new (DhCatalogEntry, *n_entries);
      entries[DH_AREA_EXTENDED] = (DhCatalogEntry) { "extended", _ ("Face and forehead"),
                                                     _ ("Everything outside the face is black."),
                                                     "" };
      entries[DH_AREA_COMPONENTS] = (DhCatalogEntry) { "components", _ ("Face up to the brows"),
                                                       _ ("Everything outside the face and above "
                                                          "the brows is black."),
                                                       "" };
      entries[DH_AREA_COMPONENTS + 1] = (DhCatalogEntry) {
        "none", _ ("Whole picture"), _ ("Hair and background count as much as the face."), ""
      };
    }
  return entries;
}

DhArea
dh_catalog_get_mask (guint index)
{
  g_assert (index <= DH_AREA_COMPONENTS + 1);
  return index <= DH_AREA_COMPONENTS ? (DhArea) index : DH_AREA_NONE;
}

guint
dh_catalog_find_mask (DhArea mask)
{
  return mask <= DH_AREA_COMPONENTS ? mask : DH_AREA_COMPONENTS + 1;
}

/* ---- one loss ---- */

static void
fill_loss (DhCatalogLoss *entry, const DhLoss *loss)
{
  *entry = (DhCatalogLoss) {
    .id = loss->id,
    .name = translate (loss->name),
    .symbol = loss->symbol != NULL ? loss->symbol : "",
    .formula = translate (loss->formula),
    .tex = loss->tex != NULL ? loss->tex : "",
    .summary = translate (loss->summary),
    .claim = translate (loss->claim),
    .measured = translate (loss->measured),
    .good_for = translate (loss->good_for),
    .bad_for = translate (loss->bad_for),
    .source = translate (loss->source),
    .smallest_side = loss->smallest_side,
    .has_profile = loss->profile != NULL,
    .near_half_mse = loss->near_half_mse,
    .n_settings = dh_loss_count_settings (loss),
  };
  for (guint i = 0; i < entry->n_settings; i++)
    {
      entry->settings[i] = loss->settings[i];
      entry->settings[i].name = translate (loss->settings[i].name);
      entry->settings[i].unit = translate (loss->settings[i].unit);
    }
}

static const DhLoss *
peek_line (guint index)
{
  guint n_losses;
  const DhLoss *const *losses = dh_losses_get (&n_losses);

  g_assert (index < n_losses);
  return losses[index];
}

const DhCatalogLoss *
dh_catalog_get_loss (guint index)
{
  static DhCatalogLoss *entries;
  guint n_losses;

  dh_losses_get (&n_losses);
  g_assert (index < n_losses);
  if (entries == NULL)
    {
      entries = g_new (DhCatalogLoss, n_losses);
      for (guint i = 0; i < n_losses; i++)
        fill_loss (&entries[i], peek_line (i));
    }
  return &entries[index];
}

int
dh_catalog_find_loss (const char *id)
{
  guint n_losses;
  const DhLoss *const *losses = dh_losses_get (&n_losses);

  for (guint i = 0; i < n_losses; i++)
    if (g_strcmp0 (losses[i]->id, id) == 0)
      return i;
  return -1;
}

double
dh_catalog_get_profile (guint index, const double *settings, double error, double *slope)
{
  const DhLoss *loss = peek_line (index);
  double defaults[DH_LOSS_MAX_SETTINGS];

  g_assert (loss->profile != NULL);
  dh_loss_get_defaults (loss, defaults);
  return loss->profile (settings != NULL ? settings : defaults, error, slope);
}

gboolean
dh_catalog_parse_setting (guint loss, const char *id, const char *number, double *settings,
                          GError **error)
{
  const DhLoss *line = peek_line (loss);

  return dh_setting_read (line->id, line->settings, dh_loss_count_settings (line), id, number,
                          settings, error);
}

G_STATIC_ASSERT (DH_CATALOG_MAX_SETTINGS == DH_LOSS_MAX_SETTINGS);
