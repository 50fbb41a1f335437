/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Documents at random, for the tests of files and links.
 */
#include "tests/core/document/document-helpers.h"

#include <math.h>
#include <string.h>

static const char *const losses[] = {
  "mse",         "mae",  "smooth", "ssim",    "huber{delta=0.1}", "ms_ssim",
  "mae+50%gmsd", "gmsd", "flip",   "logcosh", "mse+ssim_block"
};
static const char *const optimizers[] = { "adam",
                                          "sgd",
                                          "momentum",
                                          "adamw",
                                          "rmsprop",
                                          "sgd/cosine{over=2000}",
                                          "adam{beta1=0.8}",
                                          "adam/warm_up=100" };
static const char *const wild_losses[] = {
  "3.7%mae+121.3%huber{delta=0.037}+focal_frequency+0.1%linf", "ssim{window=7}", "broken"
};
static const char *const wild_optimizers[] = {
  "adam{beta1=0.123,beta2=0.98765}/cosine{over=12345}/warm_up=77", "nesterov{momentum=0.5}"
};
static const DhArea masks[] = { DH_AREA_EXTENDED, DH_AREA_COMPONENTS, DH_AREA_NONE };
static const char *const grounds[] = {
  "hill:bumpy", "curve", "fit", "face:turn", "hill:x^2 + 3y^2", "hill:sin(x)*y^4 @ -2:2, 0:1"
};

static const char *
pick (GRand *rand, const char *const *words, guint n)
{
  return words[g_rand_int_range (rand, 0, (gint) n)];
}

#define PICK(rand, words) pick (rand, words, G_N_ELEMENTS (words))

static gboolean
toss (GRand *rand, guint one_in)
{
  return g_rand_int_range (rand, 0, (gint) one_in) == 0;
}

/* As the slider gives it. */
static double
two_figures (double number)
{
  g_autofree char *text = g_strdup_printf ("%.1e", number);

  return g_ascii_strtod (text, NULL);
}

static double
draw_rate (GRand *rand)
{
  return two_figures (pow (10, g_rand_double_range (rand, -5, -1)));
}

static void
set_loss (DhLaneSettings *settings, const char *loss)
{
  g_assert_true (dh_mix_parse (loss, &settings->mix, NULL));
}

static void
set_optimizer (DhLaneSettings *settings, const char *optimizer)
{
  g_assert_true (dh_optimizer_config_parse (optimizer, DH_OPTIMIZER_USER_NETWORK,
                                            &settings->optimizer_config, NULL));
}

static DhLaneSettings
draw_settings (GRand *rand)
{
  DhLaneSettings settings;
  DhMix mix;
  DhOptimizerConfig config;

  g_assert_true (dh_mix_parse (PICK (rand, losses), &mix, NULL));
  g_assert_true (dh_optimizer_config_parse ("adam", DH_OPTIMIZER_USER_NETWORK, &config, NULL));
  settings = dh_lane_settings_make (&mix, &config, draw_rate (rand));
  if (toss (rand, 4))
    set_optimizer (&settings, PICK (rand, optimizers));
  return settings;
}

/* Mostly a slider, sometimes a menu. */
static void
change (GRand *rand, DhLaneSettings *settings)
{
  switch (g_rand_int_range (rand, 0, 10))
    {
    case 0:
      set_loss (settings, PICK (rand, losses));
      break;
    case 1:
      set_optimizer (settings, PICK (rand, optimizers));
      break;
    case 2:
      settings->mask = masks[g_rand_int_range (rand, 0, 3)];
      break;
    case 3:
      settings->eye_multiplier = g_rand_int_range (rand, 1, 10);
      break;
    default:
      settings->learning_rate = draw_rate (rand);
    }
}

DhDocument *
make_session_document (GRand *rand, guint n_lanes, guint n_changes)
{
  DhDocument *document = dh_document_new ();

  document->seed = (guint64) g_rand_int_range (rand, 1, 1000);
  for (guint i = 0; i < n_lanes; i++)
    {
      DhDocumentLane *lane = dh_document_add_lane (document);
      DhLaneSettings settings = draw_settings (rand);
      guint n = n_changes / n_lanes + (i < n_changes % n_lanes);
      guint64 iteration = 0;

      lane->log = dh_settings_log_new (&settings);
      while (dh_settings_log_get_length (lane->log) <= n)
        {
          g_autoptr (DhSettingsLog) before = lane->log;

          iteration += (guint64) g_rand_int_range (rand, 1, 800);
          change (rand, &settings);
          lane->log = dh_settings_log_append (before, iteration, &settings);
        }
      lane->iteration = 5000;
    }
  if (toss (rand, 2))
    document->view.page = "hills";
  document->view.same_rate = toss (rand, 3);
  document->view.show_mask = toss (rand, 3);
  return document;
}

/* ---- anything ---- */

/* Any finite double, whatever its digits. */
static double
draw_double (GRand *rand, double least, double most)
{
  double size = ldexp (g_rand_double (rand), g_rand_int_range (rand, -1000, 1000));
  double between = g_rand_double (rand);

  switch (g_rand_int_range (rand, 0, 4))
    {
    case 0:
      return least;
    case 1:
      return most;
    case 2:
      return CLAMP (size, least, most);
    default:
      return least * (1 - between) + most * between;
    }
}

static char *
draw_text (GRand *rand)
{
  GString *text = g_string_new (NULL);
  guint n = (guint) g_rand_int_range (rand, 0, 20);

  for (guint i = 0; i < n; i++)
    {
      gunichar letter = (gunichar) g_rand_int_range (rand, 1, toss (rand, 4) ? 0x1ffff : 0x7f);

      if (g_unichar_validate (letter))
        g_string_append_unichar (text, letter);
    }
  return g_string_free (text, FALSE);
}

static void
draw_person (GRand *rand, DhDocumentPerson *person)
{
  g_autofree char *name = g_strdelimit (draw_text (rand), "/.", 'x');

  if (toss (rand, 2))
    return;
  g_clear_pointer (&person->id, g_free);
  if (toss (rand, 2))
    person->id = g_strconcat ("p", name, NULL);
  else
    person->folder = g_strconcat ("/faces/", name, toss (rand, 4) ? "\377\200" : "", NULL);
  if (person->id == NULL && toss (rand, 2))
    person->fingerprint = g_strnfill (64, "0123456789abcdef"[g_rand_int_range (rand, 0, 16)]);
}

static DhClip
draw_clip (GRand *rand)
{
  const DhClipKind kind = (DhClipKind) g_rand_int_range (rand, 0, DH_N_CLIPS);

  if (kind == DH_CLIP_NONE)
    return (DhClip) { 0 };
  return dh_clip_make (kind, draw_double (rand, G_MINDOUBLE,
                                          kind == DH_CLIP_AUTOMATIC ? 100 : G_MAXDOUBLE));
}

static void
draw_change (GRand *rand, DhLaneSettings *settings)
{
  switch (g_rand_int_range (rand, 0, 5))
    {
    case 0:
      settings->learning_rate = draw_double (rand, G_MINDOUBLE, G_MAXDOUBLE);
      break;
    case 1:
      set_loss (settings, PICK (rand, wild_losses));
      break;
    case 2:
      set_optimizer (settings, PICK (rand, wild_optimizers));
      break;
    case 3:
      settings->clip = draw_clip (rand);
      settings->mouth_multiplier = draw_double (rand, 1, 40);
      break;
    default:
      change (rand, settings);
    }
}

static GVariant *
draw_rates (GRand *rand)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(sd)"));
  for (guint i = 0; i < G_N_ELEMENTS (grounds); i++)
    if (toss (rand, 3))
      g_variant_builder_add (&builder, "(sd)", grounds[i],
                             draw_double (rand, G_MINDOUBLE, G_MAXDOUBLE));
  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

static void
draw_lane (GRand *rand, DhDocument *document)
{
  static const DhStartKind starts[] = { DH_START_SCRATCH, DH_START_WARM, DH_START_FILE };
  DhDocumentLane *lane = dh_document_add_lane (document);
  DhStartKind start = starts[g_rand_int_range (rand, 0, 3)];
  DhLaneSettings settings = draw_settings (rand);
  guint64 iteration = 0;
  guint n = toss (rand, 3) ? 0 : (guint) g_rand_int_range (rand, 0, 30);

  settings.start = dh_start_make (start, start == DH_START_FILE ? "/weights/lane-1.npz" : NULL);
  lane->log = dh_settings_log_new (&settings);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (DhSettingsLog) before = lane->log;

      iteration += (guint64) g_rand_int_range (rand, 0, 3) << g_rand_int_range (rand, 0, 50);
      draw_change (rand, &settings);
      lane->log = dh_settings_log_append (before, iteration, &settings);
    }
  lane->iteration = toss (rand, 5) ? G_MAXINT64 : iteration + (guint64) g_rand_int (rand);
  lane->plane_kind = (DhPlaneKind) g_rand_int_range (rand, 0, 3);
  lane->ball_shown = toss (rand, 2);
  if (toss (rand, 2))
    lane->ball_rates = draw_rates (rand);
  if (toss (rand, 2))
    g_assert_true (dh_mix_parse (PICK (rand, losses), &lane->ball_mix, NULL));
  if (toss (rand, 2))
    g_assert_true (dh_optimizer_config_parse (PICK (rand, optimizers), DH_OPTIMIZER_USER_BALL,
                                              &lane->ball_optimizer, NULL));
}

static void
draw_hills (GRand *rand, DhDocumentHills *hills)
{
  g_free (hills->ground);
  hills->ground = g_strdup (PICK (rand, grounds));
  if (g_str_equal (hills->ground, "hill:bumpy") && toss (rand, 2))
    {
      const DhHill *hill = dh_hill_find ("bumpy");

      hills->n_parameters = dh_settings_count (hill->parameters, DH_HILL_MAX_PARAMETERS);
      for (guint i = 0; i < hills->n_parameters; i++)
        hills->parameters[i] = draw_double (rand, hill->parameters[i].minimum,
                                            hill->parameters[i].maximum);
    }
  if (toss (rand, 2))
    hills->function = draw_text (rand);
  hills->n_points = toss (rand, 2) ? 0 : (guint) g_rand_int_range (rand, 1, DH_FIT_MAX_POINTS + 1);
  for (guint i = 0; i < hills->n_points; i++)
    hills->points[i] = (DhFitPoint) { draw_double (rand, -1, 1), draw_double (rand, -1, 1) };
  hills->has_start = toss (rand, 2);
  hills->start[0] = draw_double (rand, -1e5, 1e5);
  hills->start[1] = draw_double (rand, -G_MAXDOUBLE, G_MAXDOUBLE);
  hills->noise = draw_double (rand, 0, 2);
  hills->speed = draw_double (rand, .1, 10);
  hills->shared = toss (rand, 2);
  hills->basins = toss (rand, 2);
  hills->has_camera = toss (rand, 2);
  hills->azimuth = draw_double (rand, -1000, 1000);
  hills->elevation = draw_double (rand, .15, G_PI_2);
  hills->zoom = draw_double (rand, .6, 5);
}

DhDocument *
make_wild_document (GRand *rand)
{
  static const char *const pages[] = { "lanes", "losses", "hills" };
  static const char *const lane_views[] = { "landscape", "faces", "chart" };
  static const char *const presets[] = { "quick", "64", "128", "liae", "df{size=96,rate=0.001}" };
  DhDocument *document = dh_document_new ();
  DhDocumentView *view = &document->view;
  guint n_lanes = (guint) g_rand_int_range (rand, 1, DH_MAX_LANES + 1);

  document->program = toss (rand, 2) ? draw_text (rand) : NULL;
  document->processor = toss (rand, 2) ? draw_text (rand) : NULL;
  document->instructions = toss (rand, 2) ? draw_text (rand) : NULL;
  document->convolutions = toss (rand, 2) ? draw_text (rand) : NULL;
  draw_person (rand, &document->people[0]);
  draw_person (rand, &document->people[1]);
  g_free (document->preset);
  document->preset = g_strdup (PICK (rand, presets));
  document->seed = toss (rand, 2) ? G_MAXINT64 : g_rand_int (rand);
  document->start.kind = toss (rand, 2) ? DH_START_WARM : DH_START_SCRATCH;
  for (guint i = 0; i < n_lanes; i++)
    draw_lane (rand, document);
  for (guint i = 0; i < n_lanes; i++)
    document->lanes[i].number = 1 + (i + document->seed % 6) % DH_MAX_LANES;
  view->page = PICK (rand, pages);
  view->lane_view = PICK (rand, lane_views);
  view->log_axis = toss (rand, 2);
  view->gradient_norms = toss (rand, 2);
  view->show_mask = toss (rand, 2);
  view->show_landscapes = toss (rand, 2);
  view->same_rate = toss (rand, 2);
  draw_hills (rand, &view->hills);
  return document;
}

/* ---- comparing ---- */

DhDocument *
read_document (const char *text)
{
  g_autoptr (GError) error = NULL;
  DhDocument *document = dh_document_new_from_text (text, strlen (text), "test", &error);

  g_assert_no_error (error);
  return document;
}

void
assert_same_document (const DhDocument *a, const DhDocument *b)
{
  g_autofree char *text_a = dh_document_to_text (a, NULL);
  g_autofree char *text_b = dh_document_to_text (b, NULL);

  g_assert_true (g_str_equal (text_a, text_b)); /* too long to print */
  g_assert_cmpuint (a->n_lanes, ==, b->n_lanes);
  for (guint i = 0; i < a->n_lanes; i++)
    g_assert_true (dh_settings_log_equal (a->lanes[i].log, b->lanes[i].log));
}
