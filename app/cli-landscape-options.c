/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The command line of `landscape`.  As with `train`, numbers are taken as text and parsed here, so
 * that a message can name what is wrong and what would be right.
 */
#include "app/cli-landscape.h"

#include "config.h"
#include "app/cli-words.h"
#include "app/cli.h"
#include "app/installation.h"
#include "core/base/number.h"
#include "core/catalog/catalog.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#define DEFAULT_LOSS   "mse"
#define DEFAULT_PRESET "quick"
#define DEFAULT_STEPS  100
#define NETWORK_STEPS  200
#define MOST_STEPS     1000000
#define SMALLEST_SIDE  64
#define LARGEST_SIDE   8192

/* As typed; NULL if not given. */
typedef struct
{
  char *ground, *range, *loss, *optimizer, *rate, *schedule, *warm_up, *noise, *seed, *start,
    *steps, *size, *view, *out, *grid, *path, *preset, **settings;
  gboolean json;
} Typed;

static void
typed_clear (Typed *self)
{
  char *texts[] = { self->ground, self->range,    self->loss,    self->optimizer,
                    self->rate,   self->schedule, self->warm_up, self->noise,
                    self->seed,   self->start,    self->steps,   self->size,
                    self->view,   self->out,      self->grid,    self->path,
                    self->preset };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
  g_strfreev (self->settings);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Typed, typed_clear)

void
dh_cli_landscape_free (DhCliLandscape *self)
{
  g_clear_pointer (&self->ground, dh_ground_unref);
  g_clear_pointer (&self->lanes, g_ptr_array_unref);
  g_free (self->ground_text);
  g_free (self->out);
  g_free (self->grid);
  g_free (self->path);
  g_free (self);
}

static gboolean
read_typed (char **arguments, Typed *typed, GError **error)
{
  const GOptionEntry entries[] = {
    { "ground", 0, 0, G_OPTION_ARG_STRING, &typed->ground,
      N_ ("curve, hill:NAME, hill:'FUNCTION of x and y', fit, face:shift, turn, tone, morph, or "
          "network"),
      N_ ("GROUND") },
    { "preset", 0, 0, G_OPTION_ARG_STRING, &typed->preset,
      N_ ("Of a network: quick, 64, or one of your own, such as df{size=64,encoder=4} (quick)"),
      N_ ("PRESET") },
    { "range", 0, 0, G_OPTION_ARG_STRING, &typed->range,
      N_ ("Range of a typed function: -4:4, or -4:4,-2:2 for x and y (-4:4)"), N_ ("RANGE") },
    { "loss", 0, 0, G_OPTION_ARG_STRING, &typed->loss,
      N_ ("Loss or loss mix, except on hills (mse)"), N_ ("LOSS") },
    { "optimizer", 0, 0, G_OPTION_ARG_STRING, &typed->optimizer,
      N_ ("Optimizer with its settings, such as adam{beta1=0.9} (sgd; network: adam)"),
      N_ ("OPTIMIZER") },
    { "rate", 0, 0, G_OPTION_ARG_STRING, &typed->rate, N_ ("Learning rate (the ground’s default)"),
      N_ ("RATE") },
    { "schedule", 0, 0, G_OPTION_ARG_STRING, &typed->schedule,
      N_ ("Learning rate schedule, such as cosine{over=50} (constant)"), N_ ("SCHEDULE") },
    { "warm-up", 0, 0, G_OPTION_ARG_STRING, &typed->warm_up,
      N_ ("Steps over which the rate rises to its full value (0)"), N_ ("N") },
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &typed->settings,
      N_ ("Change a setting: optimizer.beta1=0.9, schedule.gamma=0.5, hill.b=2 or huber.delta=0.1"),
      N_ ("WHAT.SETTING=VALUE") },
    { "noise", 0, 0, G_OPTION_ARG_STRING, &typed->noise,
      N_ ("Gradient noise, relative to the ground’s typical slope (0)"), N_ ("S") },
    { "seed", 0, 0, G_OPTION_ARG_STRING, &typed->seed, N_ ("Random seed (1)"), N_ ("N") },
    { "start", 0, 0, G_OPTION_ARG_FILENAME, &typed->start, N_ ("Start point (the ground’s default); network: scratch, warm or a file of weights "
          "(scratch)"),
      N_ ("X,Y") },
    { "steps", 0, 0, G_OPTION_ARG_STRING, &typed->steps, N_ ("Number of steps (100; network: 200)"),
      N_ ("N") },
    { "size", 0, 0, G_OPTION_ARG_STRING, &typed->size,
      N_ ("Size of the picture in pixels (900x600)"), N_ ("WxH") },
    { "view", 0, 0, G_OPTION_ARG_STRING, &typed->view, N_ ("surface, contour or both (both)"),
      N_ ("VIEW") },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &typed->out, N_ ("Write the picture"), N_ ("FILE.png") },
    { "grid", 0, 0, G_OPTION_ARG_FILENAME, &typed->grid,
      N_ ("Write the heights (NumPy, float32, rows × columns)"), N_ ("FILE.npy") },
    { "path", 0, 0, G_OPTION_ARG_FILENAME, &typed->path, N_ ("Write the trajectory: step,x,y,loss"),
      N_ ("FILE.csv") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &typed->json, N_ ("Print one JSON object instead of text"),
      NULL },
    G_OPTION_ENTRY_NULL
  };
  GOptionContext *context = g_option_context_new (NULL);
  g_auto (GStrv) rest = g_strdupv (arguments);

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _ ("Let a ball roll down a landscape."));
  g_option_context_set_description (
    context, _ ("Examples:\n"
                "  downhill-cli landscape --ground hill:bumpy --rate 0.1 --out bumpy.png\n"
                "  downhill-cli landscape --ground 'hill:x^2 + 3y^2' --optimizer momentum --json"));
  if (!dh_cli_parse (context, &rest, error))
    return FALSE;
  if (rest[1] == NULL)
    return TRUE;
  g_set_error (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
               _ ("“%s” is not an option: “downhill-cli landscape” takes only options, such as "
                  "“--ground hill:bowl”."),
               rest[1]);
  return FALSE;
}

/* ---- numbers ---- */

static gboolean
read_count (const char *option, const char *text, guint64 most, guint64 *count, GError **error)
{
  if (text == NULL || g_ascii_string_to_unsigned (text, 10, 0, most, count, NULL))
    return TRUE;
  g_set_error (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
               _ ("%s must be a whole number from 0 to %" PRIu64 ", not “%s”."), option, most,
               text);
  return FALSE;
}

static gboolean
read_noise (const char *text, double *noise, GError **error)
{
  if (text == NULL
      || (dh_number_read (text, noise) && isfinite (*noise) && *noise >= 0 && *noise <= 100))
    return TRUE;
  g_set_error (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
               _ ("--noise must be a number from 0 to 100, not “%s”."), text);
  return FALSE;
}

/* Far outside is allowed: a ball may be dropped there, and the result is reported. */
static gboolean
check_start (const DhCliLandscape *self, const char *text, GError **error)
{
  g_autoptr (DhDescent) trial = dh_descent_new (self->ground, &self->config, self->start);

  if (dh_descent_get_ball (trial, 0)->diverged)
    g_set_error (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
                 _ ("--start “%s” can’t be used: the loss has no finite value there."), text);
  return !dh_descent_get_ball (trial, 0)->diverged;
}

static gboolean
read_start (DhCliLandscape *self, const char *text, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text != NULL ? text : "", ",", -1);
  guint n_parts = g_strv_length (parts);

  memcpy (self->start, self->ground->start, sizeof self->start);
  if (text == NULL)
    return TRUE;
  if (n_parts >= 1 && n_parts <= 2 && (n_parts == 2 || self->ground->n_dimensions == 1)
      && dh_number_read (parts[0], &self->start[0]) && isfinite (self->start[0])
      && (n_parts < 2 || (dh_number_read (parts[1], &self->start[1]) && isfinite (self->start[1]))))
    return check_start (self, text, error);
  g_set_error (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
               _ ("--start must be two numbers separated by a comma, such as -1.5,2, not “%s”."),
               text);
  return FALSE;
}

static gboolean
read_size (DhCliLandscape *self, const char *text, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text != NULL ? text : "900x600", "x", -1);
  guint64 width, height;

  if (g_strv_length (parts) == 2
      && g_ascii_string_to_unsigned (parts[0], 10, SMALLEST_SIDE, LARGEST_SIDE, &width, NULL)
      && g_ascii_string_to_unsigned (parts[1], 10, SMALLEST_SIDE, LARGEST_SIDE, &height, NULL))
    {
      self->width = width;
      self->height = height;
      return TRUE;
    }
  g_set_error (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
               _ ("--size must be WIDTHxHEIGHT, each from %d to %d, such as 900x600, not “%s”."),
               SMALLEST_SIDE, LARGEST_SIDE, text);
  return FALSE;
}

static gboolean
read_view (DhCliLandscape *self, const char *text, GError **error)
{
  const char *words[] = { "surface", "contour", "both", NULL };
  const DhGroundView views[] = { DH_GROUND_SURFACE, DH_GROUND_CONTOUR, DH_GROUND_BOTH };
  g_autofree char *problem = NULL;

  self->view = DH_GROUND_BOTH;
  if (text == NULL)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    if (g_str_equal (text, words[i]))
      {
        self->view = views[i];
        return TRUE;
      }
  problem = g_strdup_printf (_ ("There is no view “%s”"), text);
  dh_cli_set_unknown_error (error, problem, text, words);
  return FALSE;
}

/* ---- all options together ---- */

static gboolean
choose_ground (DhCliLandscape *self, const Typed *typed, GError **error)
{
  DhGroundName name;
  gboolean named = dh_ground_name_parse (self->ground_text, &name);
  const DhHill *hill = named && name.kind == DH_GROUND_KIND_HILL ? dh_hill_find (name.which) : NULL;
  double parameters[DH_HILL_MAX_PARAMETERS] = { 0 };
  DhGroundChoice choice = { .text = self->ground_text,
                            .parameters = parameters,
                            .faces_folder = dh_installation_get_faces_folder () };

  self->uses_mix = !named || dh_ground_kind_uses_mix (name.kind);
  if (!dh_mix_parse (typed->loss != NULL ? typed->loss : DEFAULT_LOSS, &self->mix, error))
    return FALSE;
  if (typed->loss != NULL && !self->uses_mix)
    {
      g_set_error_literal (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
                           _ (
                             "--loss has no effect on a hill, which is its own loss: leave it out, "
                             "or use curve, fit or face:shift as the ground."));
      return FALSE;
    }
  for (guint i = 0; hill != NULL && i < DH_HILL_MAX_PARAMETERS; i++)
    parameters[i] = hill->parameters[i].value;
  if (!dh_cli_landscape_apply (self, (const char *const *) typed->settings, hill, parameters,
                               error))
    return FALSE;
  choice.mix = self->mix;
  self->ground = dh_ground_choose (&choice, NULL, error);
  return self->ground != NULL;
}

/* A ball takes the same optimizers as a lane. */
static gboolean
read_optimizer_config (DhCliLandscape *self, const Typed *typed, GError **error)
{
  const DhCliTyped all = { .optimizer = typed->optimizer,
                           .schedule = typed->schedule,
                           .warm_up = typed->warm_up };

  return dh_cli_optimizer_config_read (NULL, &all, DH_OPTIMIZER_USER_BALL,
                                       &self->config.optimizer_config, error);
}

static gboolean
choose_config (DhCliLandscape *self, const char *rate, GError **error)
{
  const DhOptimizerConfig optimizer_config = self->config.optimizer_config;

  self->config = dh_descent_config_make (self->ground, optimizer_config.optimizer);
  self->config.optimizer_config = optimizer_config;
  return rate == NULL || dh_rate_parse (rate, &self->config.learning_rate, error);
}

/* ---- a network ---- */

static gboolean
check_noise (const char *noise, GError **error)
{
  if (noise != NULL)
    g_set_error_literal (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
                         _ ("--noise has no effect on a network, which has noise of its own: leave "
                            "it out."));
  return noise == NULL;
}

static gboolean
choose_network (DhCliLandscape *self, const Typed *typed, GError **error)
{
  const char *loss = typed->loss != NULL ? typed->loss : DEFAULT_LOSS;
  g_autofree char *lane = typed->rate != NULL ? g_strdup_printf ("%s:%s", loss, typed->rate)
                                              : g_strdup (loss);
  const char *lanes[] = { lane, NULL };
  const DhCliTyped all = { .settings = typed->settings,
                           .optimizer = typed->optimizer,
                           .schedule = typed->schedule,
                           .warm_up = typed->warm_up };

  DhStart start = { .kind = DH_START_SCRATCH };

  self->n_steps = NETWORK_STEPS;
  if (!check_noise (typed->noise, error)
      || (typed->start != NULL && !dh_start_parse (typed->start, &start, error)))
    return FALSE;
  self->preset = dh_cli_preset_read (typed->preset != NULL ? typed->preset : DEFAULT_PRESET, error);
  if (self->preset == NULL)
    return FALSE;
  self->lanes = dh_cli_lanes_read (lanes, &all, error);
  if (self->lanes != NULL)
    ((DhLaneSettings *) g_ptr_array_index (self->lanes, 0))->start = start;
  return self->lanes != NULL;
}

static gboolean
check_no_preset (const char *preset, GError **error)
{
  if (preset != NULL)
    g_set_error_literal (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
                         _ ("--preset is only for “--ground network”: leave it out."));
  return preset == NULL;
}

static gboolean
choose_ball (DhCliLandscape *self, const Typed *typed, GError **error)
{
  self->n_steps = DEFAULT_STEPS;
  return check_no_preset (typed->preset, error) && read_optimizer_config (self, typed, error)
         && choose_ground (self, typed, error)
         && choose_config (self, typed->rate, error)
         && read_noise (typed->noise, &self->config.noise, error)
         && read_start (self, typed->start, error);
}

/* The ground's text, with the range of --range if given; NULL with an error. */
static char *
dup_ground (const Typed *typed, GError **error)
{
  g_autofree char *function = NULL;
  DhGroundRange range;
  DhGroundName name;

  if (typed->range == NULL)
    return g_strdup (typed->ground);
  if (!dh_ground_name_parse (typed->ground, &name) || name.kind != DH_GROUND_KIND_HILL)
    {
      g_set_error_literal (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
                           _ ("--range is only for a typed function, such as “--ground 'hill:x^2 + "
                              "3y^2'”: leave it out."));
      return NULL;
    }
  if (dh_ground_range_split (typed->ground, &function) != NULL)
    {
      g_set_error_literal (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
                           _ ("The function already has a range after “@”: leave --range out."));
      return NULL;
    }
  if (!dh_ground_range_parse (typed->range, &range, error))
    return NULL;
  if (dh_hill_find (name.which) != NULL)
    return g_strdup_printf ("%s %c %s", function, DH_GROUND_RANGE_SIGN, typed->range);
  return dh_ground_range_join (function, &range);
}

DhCliLandscape *
dh_cli_landscape_parse (char **arguments, GError **error)
{
  g_autoptr (DhCliLandscape) self = g_new0 (DhCliLandscape, 1);
  g_auto (Typed) typed = { .json = FALSE };
  gboolean network;

  if (!read_typed (arguments, &typed, error))
    return NULL;
  if (typed.ground == NULL)
    {
      g_set_error_literal (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
                           _ ("--ground is missing: try “--ground hill:bumpy”."));
      return NULL;
    }
  network = g_str_equal (typed.ground, "network");
  self->ground_text = dup_ground (&typed, error);
  if (self->ground_text == NULL)
    return NULL;
  self->json = typed.json;
  self->out = g_strdup (typed.out);
  self->grid = g_strdup (typed.grid);
  self->path = g_strdup (typed.path);
  self->seed = 1;
  if (!(network ? choose_network : choose_ball) (self, &typed, error)
      || !read_count ("--steps", typed.steps, MOST_STEPS, &self->n_steps, error)
      || !read_count ("--seed", typed.seed, G_MAXINT64, &self->seed, error)
      || !read_size (self, typed.size, error) || !read_view (self, typed.view, error))
    return NULL;
  self->config.seed = self->seed;
  return g_steal_pointer (&self);
}
