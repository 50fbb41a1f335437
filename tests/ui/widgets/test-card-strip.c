/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A card for each item: order, sizes, which card is the current one, and what comes into sight.
 */
#include <gtk/gtk.h>

#include "tests/ui/ui-helpers.h"
#include "ui/widgets/card-strip.h"

#define CARD_WIDTH 200
#define SPACING    8

/* ---- a strip of buttons for strings ---- */

#define TEST_TYPE_STRIP (test_strip_get_type ())
G_DECLARE_FINAL_TYPE (TestStrip, test_strip, TEST, STRIP, DhCardStrip)

struct _TestStrip
{
  DhCardStrip parent_instance;
  GString *log; /* what was released and what changed */
};

G_DEFINE_FINAL_TYPE (TestStrip, test_strip, DH_TYPE_CARD_STRIP)

static GtkWidget *
test_strip_create_card (DhCardStrip *strip, gpointer item)
{
  GtkWidget *card = gtk_button_new_with_label (gtk_string_object_get_string (item));
  int length = (int) strlen (gtk_string_object_get_string (item));

  gtk_widget_set_size_request (card, CARD_WIDTH, 40 * length);
  return card;
}

static void
test_strip_release_card (DhCardStrip *strip, GtkWidget *card)
{
  g_assert_nonnull (gtk_widget_get_parent (card));
  g_string_append_printf (TEST_STRIP (strip)->log, "-%s ",
                          gtk_button_get_label (GTK_BUTTON (card)));
}

static void
test_strip_cards_changed (DhCardStrip *strip, guint position, guint n_removed, guint n_added)
{
  g_string_append_printf (TEST_STRIP (strip)->log, "%u:-%u+%u=%u ", position, n_removed, n_added,
                          dh_card_strip_get_n_cards (strip));
}

static void
test_strip_dispose (GObject *object)
{
  dh_card_strip_set_items (DH_CARD_STRIP (object), NULL);
  G_OBJECT_CLASS (test_strip_parent_class)->dispose (object);
}

static void
test_strip_finalize (GObject *object)
{
  g_string_free (TEST_STRIP (object)->log, TRUE);
  G_OBJECT_CLASS (test_strip_parent_class)->finalize (object);
}

static void
test_strip_class_init (TestStripClass *klass)
{
  DhCardStripClass *strip_class = DH_CARD_STRIP_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = test_strip_dispose;
  G_OBJECT_CLASS (klass)->finalize = test_strip_finalize;
  strip_class->create_card = test_strip_create_card;
  strip_class->release_card = test_strip_release_card;
  strip_class->cards_changed = test_strip_cards_changed;
}

static void
test_strip_init (TestStrip *self)
{
  self->log = g_string_new (NULL);
}

/* ---- helpers ---- */

static const char *
get_label (DhCardStrip *strip, guint position)
{
  return gtk_button_get_label (GTK_BUTTON (dh_card_strip_get_card (strip, position)));
}

static const char *
get_current_label (DhCardStrip *strip)
{
  return gtk_button_get_label (GTK_BUTTON (dh_card_strip_get_current (strip)));
}

/* "a b c", in the order of the box. */
static char *
dup_order (DhCardStrip *strip)
{
  GString *order = g_string_new (NULL);

  for (GtkWidget *card = dh_card_strip_get_card (strip, 0); card != NULL;
       card = gtk_widget_get_next_sibling (card))
    g_string_append_printf (order, "%s%s", order->len > 0 ? " " : "",
                            gtk_button_get_label (GTK_BUTTON (card)));
  return g_string_free (order, FALSE);
}

static void
assert_order (DhCardStrip *strip, const char *expected)
{
  g_autofree char *order = dup_order (strip);

  g_assert_cmpstr (order, ==, expected);
  for (guint i = 0; i < dh_card_strip_get_n_cards (strip); i++)
    g_assert_nonnull (strstr (expected, get_label (strip, i)));
}

static void
assert_log (DhCardStrip *strip, const char *expected)
{
  g_assert_cmpstr (TEST_STRIP (strip)->log->str, ==, expected);
  g_string_set_size (TEST_STRIP (strip)->log, 0);
}

static GtkAdjustment *
get_adjustment (DhCardStrip *strip)
{
  return gtk_scrolled_window_get_hadjustment (
    GTK_SCROLLED_WINDOW (find_widget (GTK_WIDGET (strip), "GtkScrolledWindow")));
}

static GtkStringList *
create_items (guint n)
{
  const char *names[] = { "a", "bb", "c", "dd", "e", "f", NULL };
  GtkStringList *items = gtk_string_list_new (NULL);

  for (guint i = 0; i < n; i++)
    gtk_string_list_append (items, names[i]);
  return items;
}

/* ---- tests ---- */

static void
test_order (void)
{
  DhCardStrip *strip = g_object_new (TEST_TYPE_STRIP, NULL);
  GtkWidget *window = show_alone (GTK_WIDGET (strip), 800, 200);
  g_autoptr (GtkStringList) items = create_items (3);

  g_assert_cmpuint (dh_card_strip_get_n_cards (strip), ==, 0);
  g_assert_null (dh_card_strip_get_current (strip));
  dh_card_strip_set_items (strip, G_LIST_MODEL (items));
  assert_order (strip, "a bb c");
  assert_log (strip, "0:-0+3=3 ");
  gtk_string_list_splice (items, 1, 1, (const char *[]) { "x", "y", NULL });
  assert_order (strip, "a x y c");
  assert_log (strip, "-bb 1:-1+2=4 ");
  gtk_string_list_splice (items, 0, 0, (const char *[]) { "first", NULL });
  assert_order (strip, "first a x y c");
  gtk_string_list_remove (items, 4);
  assert_order (strip, "first a x y");
  assert_log (strip, "0:-0+1=5 -c 4:-1+0=4 ");
  close_and_watch (window, GTK_WIDGET (strip));
  gtk_string_list_append (items, "nobody looks");
}

static void
test_items (void)
{
  DhCardStrip *strip = g_object_new (TEST_TYPE_STRIP, NULL);
  GtkStringList *first = create_items (2);
  g_autoptr (GtkStringList) second = create_items (1);

  g_object_ref_sink (strip);
  dh_card_strip_set_items (strip, G_LIST_MODEL (first));
  dh_card_strip_set_items (strip, G_LIST_MODEL (first));
  assert_log (strip, "0:-0+2=2 ");
  dh_card_strip_set_items (strip, G_LIST_MODEL (second));
  assert_log (strip, "-bb -a 0:-0+1=1 ");
  gtk_string_list_append (first, "no longer followed");
  g_assert_cmpuint (dh_card_strip_get_n_cards (strip), ==, 1);
  assert_finalized (first, g_object_unref);
  dh_card_strip_set_items (strip, NULL);
  assert_log (strip, "-a ");
  g_assert_null (dh_card_strip_get_current (strip));
  assert_finalized (strip, g_object_unref);
}

static gboolean
is_laid_out (gpointer strip)
{
  GtkWidget *last = dh_card_strip_get_card (strip, dh_card_strip_get_n_cards (strip) - 1);

  return gtk_widget_get_width (last) > 0;
}

/* A card's position in the strip, with its border. */
static graphene_rect_t
get_bounds (DhCardStrip *strip, guint position)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (dh_card_strip_get_card (strip, position),
                                            GTK_WIDGET (strip), &bounds));
  return bounds;
}

static gboolean
is_stacked (gpointer strip)
{
  graphene_rect_t first = get_bounds (strip, 0), second = get_bounds (strip, 1);

  return first.origin.x == second.origin.x
         && second.origin.y == first.origin.y + first.size.height + SPACING;
}

static void
test_sizes (void)
{
  DhCardStrip *strip = g_object_new (TEST_TYPE_STRIP, NULL);
  g_autoptr (GtkStringList) items = create_items (3);
  GtkWidget *window;

  dh_card_strip_set_items (strip, G_LIST_MODEL (items));
  window = show_alone (GTK_WIDGET (strip), 3 * 250 + 2 * SPACING, 400);
  wait_until (is_laid_out, strip);
  for (guint i = 0; i < 3; i++)
    {
      graphene_rect_t bounds = get_bounds (strip, i);

      g_assert_cmpfloat (bounds.size.width, ==, 250);
      g_assert_cmpfloat (bounds.size.height, ==, 400);
      g_assert_cmpfloat (bounds.origin.x, ==, i * (250 + SPACING));
    }
  dh_card_strip_set_orientation (strip, GTK_ORIENTATION_VERTICAL);
  dh_card_strip_set_policy (strip, GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  wait_until (is_stacked, strip);
  g_assert_cmpfloat (get_bounds (strip, 0).size.height, ==, 40);
  g_assert_cmpfloat (get_bounds (strip, 1).size.height, ==, 80);
  g_assert_cmpfloat (get_bounds (strip, 0).size.width, ==, 3 * 250 + 2 * SPACING);
  close_and_watch (window, GTK_WIDGET (strip));
}

static void
press (GtkWidget *card)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (card);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_GESTURE_CLICK (controller)
          && gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE)
        g_signal_emit_by_name (controller, "pressed", 1, 1.0, 1.0);
    }
}

static void
test_current (void)
{
  DhCardStrip *strip = g_object_new (TEST_TYPE_STRIP, NULL);
  g_autoptr (GtkStringList) items = create_items (4);
  GtkWidget *window;

  dh_card_strip_set_items (strip, G_LIST_MODEL (items));
  g_assert_cmpstr (get_current_label (strip), ==, "a");
  window = show_alone (GTK_WIDGET (strip), 900, 200);
  gtk_widget_grab_focus (dh_card_strip_get_card (strip, 2));
  g_assert_cmpstr (get_current_label (strip), ==, "c");
  press (dh_card_strip_get_card (strip, 1));
  g_assert_cmpstr (get_current_label (strip), ==, "bb");
  /* Items before it are added and removed. */
  gtk_string_list_splice (items, 0, 1, (const char *[]) { "x", "y", NULL });
  g_assert_cmpstr (get_current_label (strip), ==, "bb");
  gtk_string_list_remove (items, 2);
  g_assert_cmpstr (get_current_label (strip), ==, "x");
  gtk_widget_grab_focus (dh_card_strip_get_card (strip, 3));
  g_assert_cmpstr (get_current_label (strip), ==, "dd");
  gtk_string_list_splice (items, 0, 4, NULL);
  g_assert_null (dh_card_strip_get_current (strip));
  close_and_watch (window, GTK_WIDGET (strip));
}

static gboolean
is_grown (gpointer strip)
{
  guint n = dh_card_strip_get_n_cards (strip);

  return gtk_adjustment_get_upper (get_adjustment (strip)) == n * CARD_WIDTH + (n - 1) * SPACING;
}

static void
test_reveal (void)
{
  DhCardStrip *strip = g_object_new (TEST_TYPE_STRIP, NULL);
  g_autoptr (GtkStringList) items = create_items (3);
  GtkWidget *window;
  GtkAdjustment *adjustment;

  dh_card_strip_set_items (strip, G_LIST_MODEL (items));
  window = show_alone (GTK_WIDGET (strip), 450, 200);
  adjustment = get_adjustment (strip);
  wait_until (is_grown, strip);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, 0);
  /* A new card that wasn't to be revealed stays out of sight. */
  gtk_string_list_append (items, "d");
  wait_until (is_grown, strip);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, 0);
  gtk_string_list_append (items, "e");
  dh_card_strip_reveal (strip, 4);
  wait_until (is_grown, strip);
  g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_value (adjustment),
                                  5 * CARD_WIDTH + 4 * SPACING - 450, 0.01);
  /* A request to reveal a card is dropped if another change comes first. */
  gtk_adjustment_set_value (adjustment, 0);
  gtk_string_list_append (items, "f");
  dh_card_strip_reveal (strip, 5);
  gtk_string_list_remove (items, 0);
  gtk_string_list_append (items, "g");
  wait_until (is_grown, strip);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, 0);
  close_and_watch (window, GTK_WIDGET (strip));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/card-strip/order", test_order);
  g_test_add_func ("/card-strip/items", test_items);
  g_test_add_func ("/card-strip/sizes", test_sizes);
  g_test_add_func ("/card-strip/current", test_current);
  g_test_add_func ("/card-strip/reveal", test_reveal);
  return g_test_run ();
}
