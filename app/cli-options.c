/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The command line of `train`.  Options are taken as text and parsed here, not by GOption: its
 * numbers depend on the locale and let `nan` through, and its messages don't say what would be
 * right.  Everything that can be checked without opening a picture is checked before training
 * starts.
 */
#include "app/cli-options.h"

#include "config.h"
#include "app/cli-words.h"
#include "app/cli.h"
#include "app/installation.h"
#include "core/catalog/catalog.h"
#include "core/session/session.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

#define DEFAULT_PAIR    "alder,birch"
#define DEFAULT_PRESET  "quick"
#define DEFAULT_SECONDS 60
/* Up to here, JSON readers represent whole numbers exactly. */
#define LARGEST_COUNT G_MAXINT64

static const char *const default_lanes[] = { "mse", "mae", "smooth", "ssim", NULL };

/* As typed; NULL if not given. */
typedef struct
{
  char *pair, *faces[2], *preset, **lanes, *iterations, *seconds, *seed, *start, *keep, *save, *out;
  DhCliTyped all;
  gboolean json;
} Typed;

static void
typed_clear (Typed *self)
{
  g_free (self->pair);
  g_free (self->faces[0]);
  g_free (self->faces[1]);
  g_free (self->preset);
  g_strfreev (self->lanes);
  g_free (self->iterations);
  g_free (self->seconds);
  g_free (self->seed);
  g_free (self->start);
  g_free (self->keep);
  g_free (self->save);
  g_free (self->out);
  dh_cli_typed_clear (&self->all);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Typed, typed_clear)

void
dh_cli_options_free (DhCliOptions *self)
{
  g_free (self->faces_folder);
  g_free (self->person_a);
  g_free (self->person_b);
  g_free (self->preset);
  g_clear_pointer (&self->lanes, g_ptr_array_unref);
  g_free (self->save);
  g_free (self->out);
  g_free (self);
}

static gboolean
read_typed (char **arguments, Typed *typed, GError **error)
{
  const GOptionEntry entries[] = {
    { "pair", 0, 0, G_OPTION_ARG_STRING, &typed->pair,
      N_ ("Two of the bundled people (alder,birch)"), N_ ("A,B") },
    { "faces-a", 0, 0, G_OPTION_ARG_FILENAME, &typed->faces[0],
      N_ ("Folder of pictures of person A, instead of --pair"), N_ ("DIR") },
    { "faces-b", 0, 0, G_OPTION_ARG_FILENAME, &typed->faces[1],
      N_ ("Folder of pictures of person B, instead of --pair"), N_ ("DIR") },
    { "preset", 0, 0, G_OPTION_ARG_STRING, &typed->preset,
      N_ ("The network: quick, 64, 128, or one of your own, such as df{size=96,encoder=16} (quick)"),
      N_ ("PRESET") },
    { "lane", 0, 0, G_OPTION_ARG_STRING_ARRAY, &typed->lanes,
      N_ ("A lane, up to six times (mse, mae, smooth and ssim at the preset’s rate, with Adam)"),
      N_ ("LOSS[:RATE[:OPTIMIZER[:CLIP]]]") },
    { "optimizer", 0, 0, G_OPTION_ARG_STRING, &typed->all.optimizer,
      N_ ("Optimizer of lanes that name none, such as adam{beta1=0.9} (adam)"), N_ ("OPTIMIZER") },
    { "schedule", 0, 0, G_OPTION_ARG_STRING, &typed->all.schedule,
      N_ ("Learning rate schedule of lanes that name none, such as cosine{over=500} (constant)"),
      N_ ("SCHEDULE") },
    { "warm-up", 0, 0, G_OPTION_ARG_STRING, &typed->all.warm_up,
      N_ ("Steps over which the rate rises to its full value (0)"), N_ ("N") },
    { "clip", 0, 0, G_OPTION_ARG_STRING, &typed->all.clip,
      N_ ("How gradients are clipped in lanes that don’t say: none, norm=1 (each tensor), "
          "value=0.01 (each entry) or auto (by a percentile of their norms so far; auto=10) "
          "(none)"),
      N_ ("CLIP") },
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &typed->all.settings,
      N_ ("A setting for all lanes that have it, such as huber.delta=0.1 or optimizer.beta1=0.9; "
          "repeatable"),
      N_ ("WHAT.SETTING=VALUE") },
    { "mask", 0, 0, G_OPTION_ARG_STRING, &typed->all.mask,
      N_ ("Face mask: extended, components or none (extended)"), N_ ("MASK") },
    { "eyes", 0, 0, G_OPTION_ARG_STRING, &typed->all.eyes,
      N_ ("If above 1, add K times the loss over the eyes (1)"), N_ ("K") },
    { "mouth", 0, 0, G_OPTION_ARG_STRING, &typed->all.mouth, N_ ("The same for the mouth (1)"),
      N_ ("K") },
    { "iterations", 0, 0, G_OPTION_ARG_STRING, &typed->iterations, N_ ("Stop after N iterations"),
      N_ ("N") },
    { "seconds", 0, 0, G_OPTION_ARG_STRING, &typed->seconds,
      N_ ("Stop after S seconds (60); with --iterations, whichever comes first"), N_ ("S") },
    { "seed", 0, 0, G_OPTION_ARG_STRING, &typed->seed,
      N_ ("Random seed of weights, picture order and warps (1)"), N_ ("N") },
    { "start", 0, 0, G_OPTION_ARG_FILENAME, &typed->start,
      N_ ("Start weights: scratch, warm (pretrained, for quick with alder,birch) or a file that "
          "--keep-weights wrote (scratch)"),
      N_ ("START") },
    { "keep-weights", 0, 0, G_OPTION_ARG_STRING, &typed->keep,
      N_ (
        "Write each lane’s weights to DIR, too, as lane-1.npz …: full (float32) or half (float16)"),
      N_ ("PRECISION") },
    { "save", 0, 0, G_OPTION_ARG_FILENAME, &typed->save,
      N_ ("Write the run as a document, from which “downhill-cli run” makes it again"),
      N_ ("FILE.downhill") },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &typed->out,
      N_ ("Write preview.png, loss.png, history.csv and summary.json to DIR"), N_ ("DIR") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &typed->json,
      N_ ("Print one JSON object instead of a table"), NULL },
    G_OPTION_ENTRY_NULL
  };
  GOptionContext *context = g_option_context_new (NULL);
  g_auto (GStrv) rest = g_strdupv (arguments);

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (context,
                                _ ("Train a face swap in lanes that start from the same weights "
                                   "and see the same batches."));
  g_option_context_set_description (context,
                                    /* xgettext:no-c-format */
                                    _ ("Example:\n  downhill-cli train --lane mae --lane mae:1e-4 "
                                       "--lane mse:0.01:sgd --seconds 30 --out out\n\n"
                                       "LOSS can be a mix, such as ssim_block+50%mse. OPTIMIZER "
                                       "can have settings and a schedule:\n"
                                       "adam{beta1=0.9}/cosine{over=500}/warm_up=50"));
  if (!dh_cli_parse (context, &rest, error))
    return FALSE;
  if (rest[1] != NULL)
    {
      g_set_error (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
                   _ ("“%s” is not an option: “downhill-cli train” takes only options, such as "
                      "“--lane mae”."),
                   rest[1]);
      return FALSE;
    }
  return TRUE;
}

gboolean
dh_cli_count_read (const char *option, const char *text, guint64 least, guint64 *count,
                   GError **error)
{
  if (text == NULL || g_ascii_string_to_unsigned (text, 10, least, LARGEST_COUNT, count, NULL))
    return TRUE;
  g_set_error (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
               _ ("%s must be a whole number, at least %" PRIu64 ", not “%s”."), option, least,
               text);
  return FALSE;
}

static gboolean
read_seconds (const char *text, double *seconds, GError **error)
{
  char *end;

  if (text == NULL)
    return TRUE;
  *seconds = g_ascii_strtod (text, &end);
  if (end != text && *end == '\0' && isfinite (*seconds) && *seconds > 0)
    return TRUE;
  g_set_error (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
               _ ("--seconds must be a number above 0, such as 60 or 2.5, not “%s”."), text);
  return FALSE;
}

static gboolean
check_person (const char *person, char **people, const char *faces_folder, GError **error)
{
  g_autofree char *problem = NULL;

  if (people[0] == NULL)
    {
      g_set_error (error, DH_CLI_ERROR, DH_CLI_ERROR_OUTPUT,
                   _ ("There are no people in “%s”: install the program’s faces there, set "
                      "DOWNHILL_FACES_DIR to their folder, or use --faces-a and --faces-b."),
                   faces_folder);
      return FALSE;
    }
  if (g_strv_contains ((const char *const *) people, person))
    return TRUE;
  problem = g_strdup_printf (_ ("There is no person “%s”"), person);
  dh_cli_set_unknown_error (error, problem, person, (const char *const *) people);
  return FALSE;
}

static gboolean
read_people (DhCliOptions *self, const Typed *typed, GError **error)
{
  g_auto (GStrv) people = dh_catalog_list_people (self->faces_folder);
  g_auto (GStrv) pair = g_strsplit (typed->pair != NULL ? typed->pair : DEFAULT_PAIR, ",", -1);
  char **sides[2] = { &self->person_a, &self->person_b };

  if (typed->pair != NULL && typed->faces[0] != NULL && typed->faces[1] != NULL)
    {
      g_set_error_literal (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
                           _ ("--pair can’t be used with --faces-a and --faces-b: leave one of "
                              "them out."));
      return FALSE;
    }
  if (g_strv_length (pair) != 2)
    {
      g_set_error (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
                   _ ("--pair must be two names separated by a comma, such as %s, not “%s”."),
                   DEFAULT_PAIR, typed->pair);
      return FALSE;
    }
  for (guint side = 0; side < 2; side++)
    if (typed->faces[side] != NULL)
      {
        *sides[side] = dh_cli_dup_absolute (typed->faces[side], error);
        if (*sides[side] == NULL)
          return FALSE;
      }
    else if (check_person (g_strstrip (pair[side]), people, self->faces_folder, error))
      *sides[side] = g_strdup (pair[side]);
    else
      return FALSE;
  return TRUE;
}

static gboolean
read_preset (DhCliOptions *self, const char *text, GError **error)
{
  self->preset = g_strdup (dh_cli_preset_read (text, error));
  return self->preset != NULL;
}

static gboolean
read_lanes (DhCliOptions *self, const Typed *typed, GError **error)
{
  const char *const *lanes = typed->lanes != NULL ? (const char *const *) typed->lanes
                                                  : default_lanes;

  self->lanes = dh_cli_lanes_read (lanes, &typed->all, error);
  return self->lanes != NULL && dh_cli_mask_read (typed->all.mask, &self->mask, error)
         && dh_cli_multiplier_read ("--eyes", typed->all.eyes, &self->eye_multiplier, error)
         && dh_cli_multiplier_read ("--mouth", typed->all.mouth, &self->mouth_multiplier, error);
}

gboolean
dh_cli_keep_read (const char *text, const char *out, gboolean *keep, gboolean *half, GError **error)
{
  const char *words[] = { "full", "half", NULL };
  g_autofree char *problem = NULL;

  if (text == NULL)
    return TRUE;
  if (!g_strv_contains (words, text))
    {
      problem = g_strdup_printf (_ ("There is no precision “%s”"), text);
      dh_cli_set_unknown_error (error, problem, text, words);
      return FALSE;
    }
  if (out == NULL)
    {
      g_set_error_literal (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
                           _ ("--keep-weights needs a folder: add --out DIR."));
      return FALSE;
    }
  *keep = TRUE;
  *half = g_str_equal (text, "half");
  return TRUE;
}

DhCliOptions *
dh_cli_options_parse (char **arguments, GError **error)
{
  g_autoptr (DhCliOptions) self = g_new0 (DhCliOptions, 1);
  g_auto (Typed) typed = { .json = FALSE };

  self->faces_folder = g_strdup (dh_installation_get_faces_folder ());
  self->seed = 1;
  if (!read_typed (arguments, &typed, error))
    return NULL;

  self->json = typed.json;
  self->out = g_strdup (typed.out);
  self->save = g_strdup (typed.save);
  if (!read_preset (self, typed.preset != NULL ? typed.preset : DEFAULT_PRESET, error)
      || !read_lanes (self, &typed, error)
      || !dh_cli_count_read ("--iterations", typed.iterations, 1, &self->iterations, error)
      || !read_seconds (typed.seconds, &self->seconds, error)
      || !dh_cli_count_read ("--seed", typed.seed, 0, &self->seed, error)
      || !read_people (self, &typed, error)
      || !dh_cli_keep_read (typed.keep, typed.out, &self->keep, &self->half, error)
      || (typed.start != NULL && !dh_start_parse (typed.start, &self->start, error)))
    return NULL;
  if (self->iterations == 0 && self->seconds <= 0)
    self->seconds = DEFAULT_SECONDS;
  return g_steal_pointer (&self);
}
