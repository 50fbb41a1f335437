/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Names of grounds: what they say of the kind, and that they are read as they are written.
 */
#include "core/landscape/ground-kind.h"

#include "core/landscape/ground-choice.h"

static void
assert_parsed (const char *text, DhGroundKind kind, const char *which)
{
  DhGroundName name;

  g_assert_true (dh_ground_name_parse (text, &name));
  g_assert_cmpint (name.kind, ==, kind);
  g_assert_cmpstr (name.which, ==, which);
}

static void
test_parse (void)
{
  static const char *const none[] = { "",      "network", "Curve", "curve:",     "curves",
                                      "fit:1", "hill",    "face",  "facet:turn", "hills:a" };
  DhGroundName name;

  assert_parsed ("curve", DH_GROUND_KIND_CURVE, "");
  assert_parsed ("fit", DH_GROUND_KIND_FIT, "");
  assert_parsed ("hill:bumpy", DH_GROUND_KIND_HILL, "bumpy");
  assert_parsed ("hill:x^2 + y^4 @ -1:1", DH_GROUND_KIND_HILL, "x^2 + y^4 @ -1:1");
  assert_parsed ("hill:", DH_GROUND_KIND_HILL, "");
  assert_parsed ("face:shift", DH_GROUND_KIND_FACE, "shift");
  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    g_assert_false (dh_ground_name_parse (none[i], &name));
}

/* Every name is read back as it was written, and makes a ground of that kind. */
static void
test_all (void)
{
  g_auto (GStrv) all = dh_ground_choice_list ();
  gboolean seen[DH_GROUND_N_KINDS] = { FALSE };

  for (guint i = 0; all[i] != NULL; i++)
    {
      DhGroundChoice choice = { .text = all[i], .mix = { 1, { dh_mix_part_make ("mse") } } };
      g_autoptr (DhGround) ground = NULL;
      g_autofree char *again = NULL;
      DhGroundName name;

      g_assert_true (dh_ground_name_parse (all[i], &name));
      again = dh_ground_name_join (name.kind, name.which);
      g_assert_cmpstr (again, ==, all[i]);
      seen[name.kind] = TRUE;
      if (name.kind == DH_GROUND_KIND_FACE)
        continue; /* it needs pictures */
      ground = dh_ground_choose (&choice, NULL, NULL);
      g_assert_cmpint (dh_ground_get_kind (ground), ==, name.kind);
    }
  for (guint i = 0; i < DH_GROUND_N_KINDS; i++)
    g_assert_true (seen[i]);
}

static void
test_uses_mix (void)
{
  g_assert_true (dh_ground_kind_uses_mix (DH_GROUND_KIND_CURVE));
  g_assert_false (dh_ground_kind_uses_mix (DH_GROUND_KIND_HILL));
  g_assert_true (dh_ground_kind_uses_mix (DH_GROUND_KIND_FIT));
  g_assert_true (dh_ground_kind_uses_mix (DH_GROUND_KIND_FACE));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ground-kind/parse", test_parse);
  g_test_add_func ("/ground-kind/all", test_all);
  g_test_add_func ("/ground-kind/uses-mix", test_uses_mix);
  return g_test_run ();
}
