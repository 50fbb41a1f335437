/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The window's saved settings.  Unknown values from another version are ignored; saved settings
 * must never keep the window from opening.
 */
#include "ui/window/window-private.h"

#include <math.h>
#include <string.h>

#include "core/catalog/catalog.h"

/* Takes a floating value. Skips the write if nothing changed, since every write wakes a service. */
static void
store (DhWindow *self, const char *key, GVariant *value)
{
  g_autoptr (GVariant) next = g_variant_ref_sink (value);
  g_autoptr (GVariant) present = g_settings_get_value (self->settings, key);

  if (!g_variant_equal (present, next))
    g_settings_set_value (self->settings, key, next);
}

static void
store_string (DhWindow *self, const char *key, const char *text)
{
  store (self, key, g_variant_new_string (text));
}

static void
store_boolean (DhWindow *self, const char *key, gboolean value)
{
  store (self, key, g_variant_new_boolean (value));
}

static double
read_multiplier (double multiplier)
{
  return multiplier >= 1.0 && multiplier <= DH_MULTIPLIER_MAX ? multiplier : 1.0;
}

/* masks: as stored, for the lane at `index`; an earlier version stored none. */
static void
load_areas (DhLaneSettings *settings, GVariant *masks, guint index)
{
  guint n;
  const DhCatalogEntry *entries = dh_catalog_get_masks (&n), *entry;
  const char *mask;
  double eyes, mouth;

  if (index >= g_variant_n_children (masks))
    return;
  g_variant_get_child (masks, index, "(&sdd)", &mask, &eyes, &mouth);
  entry = dh_catalog_find (entries, n, mask);
  if (entry != NULL)
    settings->mask = dh_catalog_get_mask ((guint) (entry - entries));
  settings->eye_multiplier = read_multiplier (eyes);
  settings->mouth_multiplier = read_multiplier (mouth);
}

/* Loads the lane's ball in the same way. */
static void
load_ball (DhLane *lane, GVariant *balls, guint index, double *rate)
{
  DhOptimizerConfig optimizer_config;
  const char *text;
  gboolean shown;

  if (index >= g_variant_n_children (balls))
    return;
  g_variant_get_child (balls, index, "(&sdb)", &text, rate, &shown);
  if (dh_optimizer_config_parse (text, DH_OPTIMIZER_USER_BALL, &optimizer_config, NULL))
    dh_lane_set_ball_optimizer_config (lane, &optimizer_config);
  dh_lane_set_ball_shown (lane, shown);
}

/* Loads the ball's loss ("" means the lane's) and its rates. An earlier version had one rate for
 * all grounds; it belongs to the ground that was shown last. */
static void
load_ball_grounds (DhWindow *self, DhLane *lane, guint index, double rate)
{
  g_autoptr (GVariant) grounds = g_settings_get_value (self->settings, "lane-ball-grounds");
  g_autoptr (GVariant) rates = NULL;
  g_autofree char *ground = g_settings_get_string (self->settings, "hills-ground");
  const char *loss;
  DhMix mix;

  if (index < g_variant_n_children (grounds))
    {
      g_variant_get_child (grounds, index, "(&s@a(sd))", &loss, &rates);
      if (dh_mix_parse (loss, &mix, NULL))
        dh_lane_set_ball_mix (lane, &mix);
      dh_lane_set_ball_rates (lane, rates);
    }
  else if (isfinite (rate) && rate > 0.0)
    dh_lane_set_ball_rate_on (lane, ground, rate);
}

/* Only what comes with the program is stored: a file may be gone. */
static DhStart
read_start (const char *text)
{
  return dh_start_make (g_str_equal (text, "warm") ? DH_START_WARM : DH_START_SCRATCH, NULL);
}

static GVariant *
dup_start (DhStart start)
{
  return g_variant_new_string (start.kind == DH_START_WARM ? "warm" : "scratch");
}

static void
load_start (DhWindow *self)
{
  g_autofree char *start = g_settings_get_string (self->settings, "start");

  dh_session_set_start (self->session, read_start (start));
}

/* starts: as stored; an earlier version stored none. */
static void
load_lane_start (DhWindow *self, DhLaneSettings *settings, GVariant *starts, guint index)
{
  const char *text;

  settings->start = dh_session_get_start (self->session);
  if (index >= g_variant_n_children (starts))
    return;
  g_variant_get_child (starts, index, "&s", &text);
  settings->start = read_start (text);
}

/* Of a kind that the list of lanes, which is older, can't hold. */
static void
load_clip (DhLaneSettings *settings, GVariant *clips, guint index)
{
  const char *text;

  if (index >= g_variant_n_children (clips))
    return;
  g_variant_get_child (clips, index, "&s", &text);
  dh_clip_parse (text, &settings->clip, NULL);
}

/* Returns FALSE if the stored values don't describe a valid lane. */
static gboolean
read_training (GVariant *lanes, GVariant *masks, GVariant *clips, guint index,
               DhLaneSettings *settings)
{
  DhOptimizerConfig optimizer_config;
  const char *loss, *optimizer;
  double rate, clip;
  DhMix mix;

  g_variant_get_child (lanes, index, "(&sd&sd)", &loss, &rate, &optimizer, &clip);
  if (!dh_mix_parse (loss, &mix, NULL)
      || !dh_optimizer_config_parse (optimizer, DH_OPTIMIZER_USER_NETWORK, &optimizer_config, NULL)
      || !isfinite (rate) || rate < 0.0)
    return FALSE;
  *settings = dh_lane_settings_make (&mix, &optimizer_config, rate);
  if (!dh_clip_from_number (clip, &settings->clip))
    load_clip (settings, clips, index);
  load_areas (settings, masks, index);
  return TRUE;
}

/* Returns the number of lanes created. */
static guint
add_lanes (DhWindow *self, GVariant *lanes)
{
  g_autoptr (GVariant) masks = g_settings_get_value (self->settings, "lane-masks");
  g_autoptr (GVariant) clips = g_settings_get_value (self->settings, "lane-clips");
  g_autoptr (GVariant) balls = g_settings_get_value (self->settings, "lane-balls");
  g_autoptr (GVariant) starts = g_settings_get_value (self->settings, "lane-starts");
  guint n = 0;

  for (guint i = 0; i < g_variant_n_children (lanes); i++)
    {
      DhLaneSettings settings;
      DhLane *lane = NULL;
      double ball_rate = 0.0;

      if (read_training (lanes, masks, clips, i, &settings))
        {
          load_lane_start (self, &settings, starts, i);
          lane = dh_session_add_lane_with (self->session, &settings);
        }
      if (lane == NULL)
        continue;
      load_ball (lane, balls, i, &ball_rate);
      load_ball_grounds (self, lane, i, ball_rate);
      n++;
    }
  return n;
}

static void
load_lanes (DhWindow *self)
{
  g_autoptr (GVariant) stored = g_settings_get_value (self->settings, "lanes");
  g_autoptr (GVariant) usual = g_settings_get_default_value (self->settings, "lanes");

  if (add_lanes (self, stored) == 0 && add_lanes (self, usual) == 0)
    dh_session_add_lane (self->session, NULL, 0.0, NULL);
}

/* A folder that no longer exists must not cause an error at startup. */
static gboolean
is_person (DhWindow *self, const char *person)
{
  g_auto (GStrv) people = dh_catalog_list_people (self->faces_folder);

  if (strchr (person, G_DIR_SEPARATOR) != NULL)
    return g_file_test (person, G_FILE_TEST_IS_DIR);
  return g_strv_contains ((const char *const *) people, person);
}

static void
load_people (DhWindow *self)
{
  g_autofree char *a = g_settings_get_string (self->settings, "person-a");
  g_autofree char *b = g_settings_get_string (self->settings, "person-b");

  if (is_person (self, a) && is_person (self, b))
    dh_session_set_people (self->session, a, b);
}

static void
load_preset (DhWindow *self)
{
  g_autofree char *preset = g_settings_get_string (self->settings, "preset");
  const char *known = dh_catalog_read_preset (preset, NULL);

  if (known != NULL)
    dh_session_set_preset (self->session, known);
}

static void
load_view (DhWindow *self)
{
  g_autofree char *view = g_settings_get_string (self->settings, "lane-view");

  dh_lane_strip_set_view_word (DH_LANE_STRIP (self->strip), view);
}

void
dh_window_load_settings (DhWindow *self)
{
  GtkWindow *window = GTK_WINDOW (self);
  DhChartGroup *charts = dh_lane_strip_get_charts (DH_LANE_STRIP (self->strip));
  g_autofree char *page = g_settings_get_string (self->settings, "page");

  gtk_window_set_default_size (window, g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (window);
  dh_chart_group_set_logarithmic (charts, g_settings_get_boolean (self->settings, "log-axis"));
  dh_chart_group_set_gradient_norms (charts,
                                     g_settings_get_boolean (self->settings, "gradient-norms"));
  dh_lane_strip_set_show_mask (DH_LANE_STRIP (self->strip),
                               g_settings_get_boolean (self->settings, "show-mask"));
  dh_lane_strip_set_show_landscapes (DH_LANE_STRIP (self->strip),
                                     g_settings_get_boolean (self->settings, "show-landscapes"));
  load_view (self);
  load_people (self);
  load_preset (self);
  dh_session_set_seed (self->session, g_settings_get_uint64 (self->settings, "seed"));
  load_start (self);
  load_lanes (self);
  dh_window_set_page (self, page);
  /* Set this last, since linking the rates would make differing stored rates equal. */
  dh_session_set_same_rate (self->session, g_settings_get_boolean (self->settings, "same-rate"));
}

static void
load_parameters (DhWindow *self, DhRace *race)
{
  g_autoptr (GVariant) stored = g_settings_get_value (self->settings, "hills-parameters");
  gsize n;
  const double *values = g_variant_get_fixed_array (stored, &n, sizeof (double));

  for (gsize i = 0; i < MIN (n, DH_HILL_MAX_PARAMETERS); i++)
    if (isfinite (values[i]))
      dh_race_set_parameter (race, (guint) i, values[i]);
}

static void
load_points (DhWindow *self, DhRace *race)
{
  g_autoptr (GVariant) stored = g_settings_get_value (self->settings, "hills-points");
  gsize n;
  const DhFitPoint *points = g_variant_get_fixed_array (stored, &n, sizeof (DhFitPoint));

  if (n > 0 && n <= DH_FIT_MAX_POINTS)
    dh_race_set_points (race, points, (guint) n);
}

/* If this version can't make the stored ground, the first one stays. */
void
dh_window_load_hills (DhWindow *self)
{
  DhHillsPage *page = DH_HILLS_PAGE (self->hills_page);
  DhRace *race = dh_hills_page_get_race (page);
  g_autofree char *first = g_strdup (dh_race_get_ground (race));
  g_autofree char *ground = g_settings_get_string (self->settings, "hills-ground");
  g_autofree char *function = g_settings_get_string (self->settings, "hills-function");
  double noise = g_settings_get_double (self->settings, "hills-noise");
  double speed = g_settings_get_double (self->settings, "hills-speed");

  dh_ground_bar_set_function (dh_hills_page_get_ground_bar (page), function);
  if (!dh_race_set_ground (race, ground, NULL))
    dh_race_set_ground (race, first, NULL);
  else
    load_parameters (self, race);
  load_points (self, race);
  if (isfinite (noise) && noise >= 0.0)
    dh_race_set_noise (race, MIN (noise, DH_NOISE_MAX));
  if (isfinite (speed))
    dh_race_set_speed (race, CLAMP (speed, DH_RACE_MIN_SPEED, DH_RACE_MAX_SPEED));
}

/* Empty if the points are the defaults, since a later version may have better defaults. */
static GVariant *
dup_points (DhRace *race)
{
  DhFitPoint usual[DH_FIT_MAX_POINTS];
  guint n, n_usual = dh_fit_get_usual_points (usual);
  const DhFitPoint *points = dh_race_get_points (race, &n);

  if (n == n_usual && memcmp (points, usual, n * sizeof usual[0]) == 0)
    n = 0;
  return g_variant_new_fixed_array (G_VARIANT_TYPE ("(dd)"), points, n, sizeof points[0]);
}

static void
save_hills (DhWindow *self)
{
  DhHillsPage *page = DH_HILLS_PAGE (self->hills_page);
  DhRace *race = dh_hills_page_get_race (page);
  GVariant *parameters = g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE,
                                                    dh_race_get_parameters (race),
                                                    DH_HILL_MAX_PARAMETERS, sizeof (double));

  store_string (self, "hills-ground", dh_race_get_ground (race));
  store_string (self, "hills-function",
                dh_ground_bar_get_function (dh_hills_page_get_ground_bar (page)));
  store (self, "hills-parameters", parameters);
  store (self, "hills-points", dup_points (race));
  store (self, "hills-noise", g_variant_new_double (dh_race_get_noise (race)));
  store (self, "hills-speed", g_variant_new_double (dh_race_get_speed (race)));
}

static void
save_lanes (DhWindow *self)
{
  GListModel *lanes = dh_session_get_lanes (self->session);
  guint n_masks;
  const DhCatalogEntry *entries = dh_catalog_get_masks (&n_masks);
  GVariantBuilder builder, masks, clips, balls, grounds, starts;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(sdsd)"));
  g_variant_builder_init (&masks, G_VARIANT_TYPE ("a(sdd)"));
  g_variant_builder_init (&clips, G_VARIANT_TYPE ("as"));
  g_variant_builder_init (&balls, G_VARIANT_TYPE ("a(sdb)"));
  g_variant_builder_init (&grounds, G_VARIANT_TYPE ("a(sa(sd))"));
  g_variant_builder_init (&starts, G_VARIANT_TYPE ("as"));
  for (guint i = 0; i < g_list_model_get_n_items (lanes); i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (lanes, i);
      const DhClip clip = dh_lane_get_clip (lane);
      double rate = dh_lane_get_learning_rate (lane);
      double usual = dh_session_get_usual_rate (self->session, dh_lane_get_start (lane));

      /* 0 means the usual rate, which may differ in a later version */
      g_variant_builder_add (&builder, "(sdsd)", dh_lane_get_loss (lane),
                             rate == usual ? 0.0 : rate, dh_lane_get_optimizer (lane),
                             dh_clip_to_number (&clip));
      g_variant_builder_add_value (&clips, g_variant_new_take_string (dh_clip_dup_text (&clip)));
      g_variant_builder_add (&masks, "(sdd)",
                             entries[dh_catalog_find_mask (dh_lane_get_mask (lane))].id,
                             dh_lane_get_eye_multiplier (lane),
                             dh_lane_get_mouth_multiplier (lane));
      g_variant_builder_add (&balls, "(sdb)", dh_lane_get_ball_optimizer (lane),
                             dh_lane_get_ball_rate (lane), dh_lane_get_ball_shown (lane));
      g_variant_builder_add (&grounds, "(s@a(sd))",
                             dh_lane_get_ball_loss (lane) != NULL ? dh_lane_get_ball_loss (lane)
                                                                  : "",
                             dh_lane_dup_ball_rates (lane));
      g_variant_builder_add_value (&starts, dup_start (dh_lane_get_start (lane)));
    }
  store (self, "lanes", g_variant_builder_end (&builder));
  store (self, "lane-starts", g_variant_builder_end (&starts));
  store (self, "lane-clips", g_variant_builder_end (&clips));
  store (self, "lane-masks", g_variant_builder_end (&masks));
  store (self, "lane-balls", g_variant_builder_end (&balls));
  store (self, "lane-ball-grounds", g_variant_builder_end (&grounds));
}

void
dh_window_save_settings (DhWindow *self)
{
  GtkWindow *window = GTK_WINDOW (self);
  DhChartGroup *charts = dh_lane_strip_get_charts (DH_LANE_STRIP (self->strip));
  int width, height;

  gtk_window_get_default_size (window, &width, &height);
  if (width > 0 && height > 0)
    {
      store (self, "window-width", g_variant_new_int32 (width));
      store (self, "window-height", g_variant_new_int32 (height));
    }
  store_boolean (self, "window-maximized", gtk_window_is_maximized (window));
  store_boolean (self, "log-axis", dh_chart_group_get_logarithmic (charts));
  store_boolean (self, "gradient-norms", dh_chart_group_get_gradient_norms (charts));
  store_boolean (self, "show-mask", dh_lane_strip_get_show_mask (DH_LANE_STRIP (self->strip)));
  store_boolean (self, "show-landscapes",
                 dh_lane_strip_get_show_landscapes (DH_LANE_STRIP (self->strip)));
  store_string (self, "lane-view", dh_lane_strip_get_view_word (DH_LANE_STRIP (self->strip)));
  store_string (self, "person-a", dh_session_get_person (self->session, 0));
  store_string (self, "person-b", dh_session_get_person (self->session, 1));
  store_string (self, "preset", dh_session_get_preset (self->session));
  store (self, "start", dup_start (dh_session_get_start (self->session)));
  store (self, "seed", g_variant_new_uint64 (dh_session_get_seed (self->session)));
  store_boolean (self, "same-rate", dh_session_get_same_rate (self->session));
  store_string (self, "page", dh_window_get_free_page (self));
  save_hills (self);
  save_lanes (self);
}
