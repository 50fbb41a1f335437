/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Models as texts: what is read, its canonical form, and the sentences where something is wrong.
 */
#include "core/base/error.h"
#include "core/nn/model-text.h"

#include <string.h>

static const DhModel *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  const DhModel *model = dh_model_parse (text, &error);

  g_assert_no_error (error);
  g_assert_nonnull (model);
  return model;
}

static void
test_presets (void)
{
  guint n;
  const DhModel *const *models = dh_models_get (&n);

  for (guint i = 0; i < n; i++)
    {
      g_assert_true (parse (models[i]->id) == models[i]);
      g_assert_false (dh_model_is_own (models[i]));
      g_assert_cmpstr (dh_model_list_words ()[i], ==, models[i]->id);
    }
  g_assert_true (dh_model_is_own (parse ("df")));
  g_assert_cmpuint (g_strv_length ((char **) dh_model_list_words ()), ==, n + 4);
}

static void
test_values (void)
{
  const DhModel *model = parse (
    "df{size=96,encoder=16,decoder=8,dense=128,batch=8,residual=1,output=3,rate=3e-4}");
  const DhModel *liae = parse ("liae{encoder=4,dense=64}"), *light = parse ("lightweight");

  g_assert_cmpint (model->size, ==, 96);
  for (int i = 0; i < 4; i++)
    g_assert_cmpint (model->encoder_channels[i], ==, 48 << i);
  for (int i = 0; i < 3; i++)
    g_assert_cmpint (model->decoder_channels[i], ==, 192 >> i);
  g_assert_cmpint (model->dense, ==, 128);
  g_assert_cmpint (model->bridge_channels, ==, 128);
  g_assert_cmpint (model->batch, ==, 8);
  g_assert_cmpint (model->n_residual, ==, 1);
  g_assert_cmpint (model->output_kernel, ==, 3);
  g_assert_cmpfloat (model->learning_rate, ==, 3e-4);
  g_assert_cmpint (model->architecture, ==, DH_ARCHITECTURE_DF);
  g_assert_false (model->multiscale);
  g_assert_true (parse ("df{size=96,multiscale=yes}")->multiscale);
  g_assert_cmpint (liae->architecture, ==, DH_ARCHITECTURE_LIAE);
  g_assert_cmpint (liae->bridge_channels, ==, 128);
  g_assert_cmpint (dh_model_get_code_channels (liae), ==, 256);
  g_assert_cmpint (dh_model_count_convs (light), ==, 3);
  g_assert_cmpint (dh_model_get_flat_side (light), ==, 8);
  g_assert_cmpint (dh_model_get_code_channels (light), ==, 256);
}

/* The text that comes back is the shortest, and reads back as the same model in memory. */
static void
test_canonical (void)
{
  static const char *const pairs[][2] = {
    { "df", "df" },
    { " df { size = 128 , batch = 16 } ", "df" },
    { "df{batch=8,size=96}", "df{size=96,batch=8}" },
    { "df{rate=0.001,init=icnr,residual=0}", "df{residual=0,init=icnr,rate=0.001}" },
    { "df{init=he}", "df" },
    { "df{multiscale=no}", "df" },
    { "liae{init=icnr,multiscale=yes,batch=2}", "liae{batch=2,multiscale=yes,init=icnr}" },
    { "df{rate=5e-5,init=icnr+conv-aware}", "df{init=icnr+conv-aware}" },
    { "liae{size=+64,encoder=8,decoder=4,dense=64}", "liae{size=64,encoder=8,decoder=4,dense=64}" },
    { "original{size=64,batch=1}", "original{batch=1}" },
    { "lightweight{output=1,dense=504}", "lightweight{dense=504,output=1}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      const DhModel *model = parse (pairs[i][0]);

      g_assert_cmpstr (model->id, ==, pairs[i][1]);
      g_assert_true (parse (model->id) == model);
      g_assert_true (dh_model_find (pairs[i][0]) == model);
    }
}

/* Each limit is allowed, and the value beyond it isn't. */
static void
test_limits (void)
{
  static const struct
  {
    const char *option;
    int minimum, maximum, step;
  } limits[] = {
    { "size", 64, 256, 16 },    { "encoder", 1, 85, 1 }, { "decoder", 1, 85, 1 },
    { "dense", 8, 1024, 8 },    { "residual", 0, 4, 1 }, { "output", 1, 5, 2 },
    { "batch", 1, 64, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    for (int value = limits[i].minimum - 1; value <= limits[i].maximum + 1; value++)
      {
        g_autofree char *text = g_strdup_printf ("df{%s=%d}", limits[i].option, value);
        gboolean allowed = value >= limits[i].minimum && value <= limits[i].maximum
                           && (value - limits[i].minimum) % limits[i].step == 0;

        g_assert_true ((dh_model_find (text) != NULL) == allowed);
      }
}

/* The sentences name the place, counted in letters from 1, and what is allowed there. */
static void
test_mistakes (void)
{
  static const struct
  {
    const char *text;
    int place; /* 0: the sentence names none */
    const char *allowed;
  } mistakes[] = {
    { "", 0, "quick, 64, 128, df, liae, original, lightweight" },
    { "lightwieght", 0, "“lightweight”" },
    { "dfl{size=96}", 0, "“dfl”" },
    { "64{batch=8}", 3, "df{size=96}" },
    { "df{", 4, "size, encoder, decoder, dense, residual, output, batch, multiscale, init, rate" },
    { "df{}", 4, "size, encoder" },
    { "df{size}", 8, "“=”" },
    { "df{size=", 9, "a multiple of 16 from 64 to 256" },
    { "df{size=97}", 9, "a multiple of 16 from 64 to 256, not “97”" },
    { "df{size=96.0}", 9, "a multiple of 16" },
    { "df{size=48}", 9, "from 64 to 256" },
    { "df{size=0x60}", 9, "a multiple of 16" },
    { "df{batch=99999999999999999999}", 10, "a whole number from 1 to 64" },
    { "df{output=2}", 11, "1, 3, 5" },
    { "df{dense=100}", 10, "a multiple of 8 from 8 to 1024" },
    { "df{size=96", 11, "“}”" },
    { "df{size=96}x", 12, "{size=96,batch=8}" },
    { "df{size=96,size=96}", 12, "“size”" },
    { "df{size=96;batch=2}", 9, "not “96;batch=2”" },
    { "df{größe=96}", 4, "“größe”" },
    { "df{size=96,größe=1}", 12, "“größe”" },
    { "df size=96", 4, "{size=96,batch=8}" },
    { "df{init=xavier}", 9, "he, icnr, conv-aware, icnr+conv-aware" },
    { "df{multiscale=true}", 15, "“multiscale” must be yes or no, not “true”" },
    { "original{multiscale=yes}", 10, "“original” has no option “multiscale”" },
    { "lightweight{multiscale=no}", 13, "it has size, dense, residual, output, batch, init, rate" },
    { "df{multiscale=yes,multiscale=no}", 19, "“multiscale”" },
    { "df{rate=0}", 9, "from 1e-8 to 1" },
    { "df{rate=nan}", 9, "from 1e-8 to 1" },
    { "original{encoder=4}", 10, "it has size, dense, residual, output, batch, init, rate" },
    { "df{{size=96}}", 4, "size, encoder" },
    { "df{size=96{", 11, "“}”" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (mistakes); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *place = g_strdup_printf ("at character %d:", mistakes[i].place);

      g_assert_null (dh_model_parse (mistakes[i].text, &error));
      g_assert_error (error, DH_ERROR, DH_ERROR_VALUE);
      if (strstr (error->message, mistakes[i].allowed) == NULL
          || (mistakes[i].place > 0) != (strstr (error->message, "at character") != NULL)
          || (mistakes[i].place > 0 && strstr (error->message, place) == NULL))
        g_error ("“%s”: %s", mistakes[i].text, error->message);
      g_assert_null (dh_model_find (mistakes[i].text));
    }
}

/* Cut off anywhere, a text is either another model or refused with a sentence; and no byte that is
 * put in its place breaks anything. */
static void
test_damaged (void)
{
  static const char whole[] = "df{size=96,encoder=16,init=icnr,rate=0.001}";
  static const char bytes[] = { '\0', '{', '}', '=', ',', ' ', '9', '-', '\xff', '\xc3' };

  for (gsize n = 0; n < sizeof whole - 1; n++)
    for (guint k = 0; k < G_N_ELEMENTS (bytes); k++)
      {
        g_autoptr (GError) error = NULL;
        char text[sizeof whole];
        const DhModel *model;

        memcpy (text, whole, sizeof whole);
        text[n] = bytes[k];
        model = dh_model_parse (text, &error);
        g_assert_true ((model == NULL) == (error != NULL));
        if (model != NULL)
          g_assert_true (parse (model->id) == model);
        else
          g_assert_true (g_utf8_validate (error->message, -1, NULL));
      }
}

/* Two threads that read the same text at the same time have the same model. */
static gpointer
parse_all (gpointer data)
{
  const DhModel **models = data;

  for (int i = 0; i < 64; i++)
    {
      g_autofree char *text = g_strdup_printf ("df{encoder=%d,decoder=77}", i + 1);

      models[i] = dh_model_find (text);
    }
  return NULL;
}

static void
test_threads (void)
{
  const DhModel *models[2][64];
  GThread *threads[2];

  for (int i = 0; i < 2; i++)
    threads[i] = g_thread_new ("parse", parse_all, models[i]);
  for (int i = 0; i < 2; i++)
    g_thread_join (threads[i]);
  for (int i = 0; i < 64; i++)
    {
      g_assert_nonnull (models[0][i]);
      g_assert_true (models[0][i] == models[1][i]);
    }
}

/* A draft is the text in numbers: what is read comes back in its shortest form, for each layout and
 * each value that an option may have. */
static void
test_drafts (void)
{
  guint n_layouts, n_options;
  const DhModelLayout *layouts = dh_model_list_layouts (&n_layouts);
  const DhModelOption *options = dh_model_list_options (&n_options);

  g_assert_cmpuint (n_layouts, >=, 4);
  for (guint i = 0; i < n_layouts; i++)
    for (guint k = 0; k < n_options; k++)
      {
        const double values[] = { options[k].minimum, options[k].maximum };

        for (guint v = 0; v < 2 && dh_model_layout_has (i, k); v++)
          {
            g_autofree char *text = NULL, *again = NULL;
            DhModelDraft draft, read;

            dh_model_draft_init (&draft, i);
            text = dh_model_draft_dup_text (&draft);
            g_assert_cmpstr (text, ==, layouts[i].id);
            g_free (text);
            draft.values[k] = values[v];
            text = dh_model_draft_dup_text (&draft);
            g_assert_cmpstr (parse (text)->id, ==, text);
            g_assert_true (dh_model_draft_read (&read, text, NULL));
            again = dh_model_draft_dup_text (&read);
            g_assert_cmpstr (again, ==, text);
            g_assert_cmpfloat (read.values[k], ==, values[v]);
          }
      }
}

/* Another layout keeps what was changed, unless it has no such option. */
static void
test_draft_layouts (void)
{
  g_autofree char *text = NULL, *fixed = NULL;
  DhModelDraft draft;
  guint n;
  const DhModelLayout *layouts = dh_model_list_layouts (&n);

  g_assert_true (dh_model_draft_read (&draft, "df{size=96,encoder=16,init=icnr}", NULL));
  for (guint i = 0; i < n; i++)
    if (g_str_equal (layouts[i].id, "liae"))
      dh_model_draft_change_layout (&draft, i);
  text = dh_model_draft_dup_text (&draft);
  g_assert_cmpstr (text, ==, "liae{size=96,encoder=16,init=icnr}");
  for (guint i = 0; i < n; i++)
    if (g_str_equal (layouts[i].id, "original"))
      dh_model_draft_change_layout (&draft, i);
  fixed = dh_model_draft_dup_text (&draft);
  g_assert_cmpstr (fixed, ==, "original{size=96,init=icnr}");
}

static void
test_bad_drafts (void)
{
  static const char *const texts[] = { "", "64", "quick", "df{size=97}", "original{encoder=3}" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;
      DhModelDraft draft;

      dh_model_draft_init (&draft, 0);
      g_assert_false (dh_model_draft_read (&draft, texts[i], &error));
      g_assert_error (error, DH_ERROR, DH_ERROR_VALUE);
      g_test_message ("%s: %s", texts[i], error->message);
      g_assert_true (g_str_has_suffix (error->message, "."));
      text = dh_model_draft_dup_text (&draft);
      g_assert_cmpstr (text, ==, "df");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model-text/presets", test_presets);
  g_test_add_func ("/model-text/values", test_values);
  g_test_add_func ("/model-text/canonical", test_canonical);
  g_test_add_func ("/model-text/limits", test_limits);
  g_test_add_func ("/model-text/mistakes", test_mistakes);
  g_test_add_func ("/model-text/damaged", test_damaged);
  g_test_add_func ("/model-text/threads", test_threads);
  g_test_add_func ("/model-text/drafts", test_drafts);
  g_test_add_func ("/model-text/draft-layouts", test_draft_layouts);
  g_test_add_func ("/model-text/bad-drafts", test_bad_drafts);
  return g_test_run ();
}
