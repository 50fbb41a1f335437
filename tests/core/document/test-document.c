/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/base/error.h"
#include "tests/core/document/document-helpers.h"

/* The least that there can be, and what everything else is then. */
static void
test_defaults (void)
{
  g_autoptr (DhDocument) document = read_document (
    "{\"format\":\"downhill\",\"version\":1,\"lanes\":[{},{\"loss\":\"mae\"}]}");
  const DhLaneSettings *first = dh_settings_log_get_at (document->lanes[0].log, 0);
  const DhDocumentHills *hills = &document->view.hills;

  g_assert_cmpstr (document->people[0].id, ==, "alder");
  g_assert_cmpstr (document->people[1].id, ==, "birch");
  g_assert_cmpstr (document->preset, ==, "quick");
  g_assert_cmpuint (document->seed, ==, 1);
  g_assert_cmpuint (document->n_lanes, ==, 2);
  g_assert_cmpuint (document->lanes[0].number, ==, 1);
  g_assert_cmpuint (document->lanes[1].number, ==, 2);
  g_assert_cmpuint (document->lanes[1].iteration, ==, 0);
  g_assert_cmpstr (dh_mix_to_text (&first->mix), ==, "mse");
  g_assert_cmpfloat (first->learning_rate, >, 0);
  g_assert_cmpint (first->mask, ==, DH_AREA_EXTENDED);
  g_assert_cmpfloat (first->eye_multiplier, ==, 1);
  g_assert_true (document->lanes[0].ball_shown);
  g_assert_cmpstr (document->view.page, ==, "lanes");
  g_assert_cmpstr (hills->ground, ==, "hill:bumpy");
  g_assert_cmpfloat (hills->speed, ==, 1);
}

/* What people write by hand, and where what is left out comes from. */
static void
test_written_by_hand (void)
{
  g_autoptr (DhDocument) document = read_document (
    "{ \"format\": \"downhill\", \"version\": 1, \"preset\": \"64\", \"start\": \"warm\",\n"
    "  \"lanes\": [ { \"changes\": [\n"
    "    {\"iteration\": 1240, \"rate\": 0.0005},\n"
    "    {\"iteration\": 1300, \"mask\": \"none\"},\n"
    "    {\"iteration\": 1300, \"optimizer\": \"sgd\", \"rate\": 1},\n"
    "    {\"iteration\": 1300, \"optimizer\": \"adam\"} ] } ] }\n");
  const DhSettingsLog *log = document->lanes[0].log;
  const DhLaneSettings *last = &dh_settings_log_get_last (log)->settings;

  g_assert_cmpuint (document->lanes[0].iteration, ==, 1300);
  g_assert_cmpint (dh_settings_log_get (log, 0)->settings.start.kind, ==, DH_START_WARM);
  g_assert_cmpuint (dh_settings_log_get_length (log), ==, 4); /* the mask came with the next */
  g_assert_cmpfloat (dh_settings_log_get_at (log, 1240)->learning_rate, ==, 0.0005);
  g_assert_cmpint (last->mask, ==, DH_AREA_NONE);
  g_assert_cmpfloat (last->learning_rate, ==, 1);
  g_assert_cmpstr (last->optimizer_config.optimizer->id, ==, "adam");
}

/* A norm is a number, as it was when there was nothing else; the others are texts. */
static void
test_clips (void)
{
  static const struct
  {
    const char *written;
    DhClip clip;
    const char *again; /* NULL: left out */
  } cases[] = {
    { "1.0", { DH_CLIP_NORM, 1 }, "\"clip\": 1.0" },
    { "0", { DH_CLIP_NONE, 0 }, NULL },
    { "\"none\"", { DH_CLIP_NONE, 0 }, NULL },
    { "\"norm=0.5\"", { DH_CLIP_NORM, 0.5 }, "\"clip\": 0.5" },
    { "\"value=0.01\"", { DH_CLIP_VALUE, 0.01 }, "\"clip\": \"value=0.01\"" },
    { "\"auto=10\"", { DH_CLIP_AUTOMATIC, 10 }, "\"clip\": \"auto\"" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf (
        "{ \"format\": \"downhill\", \"version\": 1, \"lanes\": [ { \"clip\": %s } ] }",
        cases[i].written);
      g_autoptr (DhDocument) document = read_document (text);
      const DhClip clip = dh_settings_log_get_last (document->lanes[0].log)->settings.clip;
      g_autofree char *written = dh_document_to_text (document, NULL);

      g_assert_true (dh_clip_equal (&clip, &cases[i].clip));
      g_assert_true (cases[i].again != NULL ? strstr (written, cases[i].again) != NULL
                                            : strstr (written, "clip") == NULL);
    }
}

/* The layout is part of the format: people compare files line by line. */
static void
test_layout (void)
{
  static const char *const text = "{\n"
                                  "  \"format\": \"downhill\",\n"
                                  "  \"version\": 1,\n"
                                  "  \"people\": [\n"
                                  "    \"alder\",\n"
                                  "    { \"folder\": \"/faces/me\" }\n"
                                  "  ],\n"
                                  "  \"preset\": \"quick\",\n"
                                  "  \"seed\": 9223372036854775807,\n"
                                  "  \"lanes\": [\n"
                                  "    {\n"
                                  "      \"number\": 2,\n"
                                  "      \"iteration\": 500,\n"
                                  "      \"loss\": \"mse\",\n"
                                  "      \"rate\": 0.001,\n"
                                  "      \"optimizer\": \"adam\",\n"
                                  "      \"changes\": [\n"
                                  "        { \"iteration\": 20, \"rate\": 1e-5 }\n"
                                  "      ]\n"
                                  "    }\n"
                                  "  ]\n"
                                  "}\n";
  g_autoptr (DhDocument) document = read_document (text);
  g_autofree char *written = dh_document_to_text (document, NULL);

  g_assert_cmpstr (written, ==, text);
}

static void
test_random_documents (void)
{
  GRand *rand = g_rand_new_with_seed (16);

  for (guint i = 0; i < 10000; i++)
    {
      g_autoptr (DhDocument) document = i % 2 == 0
                                          ? make_wild_document (rand)
                                          : make_session_document (rand, 1 + i % 6, i % 60);
      g_autoptr (GError) error = NULL;
      g_autofree char *text = dh_document_to_text (document, &error);
      g_autoptr (DhDocument) back = NULL;

      g_assert_no_error (error);
      back = read_document (text);
      assert_same_document (document, back);
    }
  g_rand_free (rand);
}

/* As many changes as are allowed, and one more. */
static void
test_most_changes (void)
{
  g_autoptr (DhDocument) document = dh_document_new (), back = NULL;
  g_autoptr (DhSettingsLog) shorter = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  DhDocumentLane *lane = dh_document_add_lane (document);
  const guint n = DH_DOCUMENT_MAX_CHANGES + 2;
  g_autofree DhSettingsChange *changes = g_new (DhSettingsChange, n);
  g_autoptr (DhDocument) one = read_document (
    "{\"format\":\"downhill\",\"version\":1,\"lanes\":[{}]}");

  for (guint i = 0; i < n; i++)
    {
      changes[i] = *dh_settings_log_get (one->lanes[0].log, 0);
      changes[i].iteration = i;
      changes[i].settings.learning_rate = i % 2 == 0 ? 1e-3 : 1e-4;
    }
  lane->log = dh_settings_log_new_from (changes, n - 1);
  text = dh_document_to_text (document, &error);
  g_assert_no_error (error);
  back = read_document (text);
  assert_same_document (document, back);
  dh_settings_log_unref (lane->log);
  lane->log = dh_settings_log_new_from (changes, n);
  g_assert_null (dh_document_to_text (document, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_DOCUMENT);
  g_assert_nonnull (strstr (error->message, "Lane 1"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/document/defaults", test_defaults);
  g_test_add_func ("/document/by-hand", test_written_by_hand);
  g_test_add_func ("/document/clips", test_clips);
  g_test_add_func ("/document/layout", test_layout);
  g_test_add_func ("/document/random", test_random_documents);
  g_test_add_func ("/document/most-changes", test_most_changes);
  return g_test_run ();
}
