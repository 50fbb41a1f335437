/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A real mouse and real keys: xdotool moves them in the X server, the program runs as always (with
 * the scripted trainer), and what came of it is read from the same actions that scripts see.
 */
#include "tests/ui/window/input-helpers.h"

static gboolean
first_rate_is_high (gpointer fixture)
{
  return get_rate (fixture, 0) > .05;
}

static void
test_drag (Fixture *fixture, gconstpointer data)
{
  GtkWidget *scale = find_widget (get_card (fixture, 0), "GtkScale");
  int x0, y0, x1, y1;

  /* The knob of 1e-3 stands in the middle of 1e-6 … 1. */
  locate (fixture, scale, .49, .5, &x0, &y0);
  locate (fixture, scale, .85, .5, &x1, &y1);
  g_assert_cmpfloat (get_rate (fixture, 0), ==, 1e-3);
  drive ("mousemove --window %%1 %d %d mousedown 1 mousemove --window %%1 %d %d mousemove --window "
         "%%1 %d %d mouseup 1",
         x0, y0, (x0 + x1) / 2, y0, x1, y1);
  wait_until (first_rate_is_high, fixture);
  g_assert_cmpfloat (get_rate (fixture, 0), <, 1.0);
  g_assert_cmpfloat (get_rate (fixture, 1), ==, 1e-3);
}

static gboolean
rate_has_risen (gpointer fixture)
{
  return get_rate (fixture, 0) == 1.3e-3;
}

static gboolean
rate_has_fallen (gpointer fixture)
{
  return get_rate (fixture, 0) == 1e-3;
}

static gboolean
has_five_lanes (gpointer data)
{
  return dh_lane_strip_get_n_cards (dh_window_get_strip (((Fixture *) data)->window)) == 5;
}

static gboolean
mask_is_shown (gpointer data)
{
  return dh_lane_strip_get_show_mask (dh_window_get_strip (((Fixture *) data)->window));
}

static void
test_keys (Fixture *fixture, gconstpointer data)
{
  DhSession *session = dh_window_get_session (fixture->window);
  guint64 iteration;

  g_assert_true (is_playing (fixture));
  drive ("key space");
  wait_until (is_paused, fixture);
  settle ();
  iteration = dh_session_get_iteration (session);
  drive ("key period");
  drive ("key bracketright");
  wait_until (rate_has_risen, fixture);
  wait_for_iteration (session, iteration + 1);
  drive ("key bracketleft");
  wait_until (rate_has_fallen, fixture);
  drive ("key ctrl+n");
  wait_until (has_five_lanes, fixture);
  drive ("key m");
  wait_until (mask_is_shown, fixture);
  drive ("key space");
  wait_until (is_playing, fixture);
}

static gboolean
is_in_the_past (gpointer data)
{
  DhPast *past = dh_window_get_past (((Fixture *) data)->window);

  return !dh_past_get_live (past) && dh_past_get_iteration (past) > 0;
}

static gboolean
is_at_the_first (gpointer data)
{
  DhPast *past = dh_window_get_past (((Fixture *) data)->window);

  return !dh_past_get_live (past) && dh_past_get_iteration (past) == 0;
}

static gboolean
is_live (gpointer data)
{
  return dh_past_get_live (dh_window_get_past (((Fixture *) data)->window));
}

static gboolean
has_trained (gpointer data)
{
  return dh_session_get_iteration (dh_window_get_session (((Fixture *) data)->window)) >= 100;
}

/* Drags the timeline back, and goes along it with keys, while the training goes on. */
static void
test_time_line (Fixture *fixture, gconstpointer data)
{
  DhPast *past = dh_window_get_past (fixture->window);
  GtkWidget *scale = GTK_WIDGET (
    dh_time_line_get_scale (dh_window_get_time_line (fixture->window)));
  guint64 iteration;
  int x0, y0, x1, y1;

  wait_until (has_trained, fixture);
  locate (fixture, scale, .5, .66, &x1, &y1);
  locate (fixture, scale, .3, .66, &x0, &y0);
  drive ("mousemove --window %%1 %d %d mousedown 1 mousemove --window %%1 %d %d mouseup 1", x1, y1,
         x0, y0);
  wait_until (is_in_the_past, fixture);
  g_assert_true (is_playing (fixture));
  g_assert_true (gtk_widget_has_css_class (get_card (fixture, 0), "past")
                 || !dh_past_is_settled (past));
  iteration = dh_past_get_iteration (past);
  drive ("key Page_Down");
  g_assert_cmpuint (dh_past_get_iteration (past), !=, iteration);
  drive ("key Home");
  wait_until (is_at_the_first, fixture);
  drive ("key End");
  wait_until (is_live, fixture);
  drive ("key ctrl+Left"); /* there are no marks: to the start */
  wait_until (is_at_the_first, fixture);
  drive ("key ctrl+Right");
  wait_until (is_live, fixture);
}

static gboolean
rate_is_typed (gpointer fixture)
{
  return get_rate (fixture, 1) == 5e-4;
}

static DhRace *
get_race (gpointer fixture)
{
  return dh_hills_page_get_race (dh_window_get_hills_page (((Fixture *) fixture)->window));
}

static gboolean
has_rolled (gpointer fixture)
{
  return dh_race_get_playing (get_race (fixture)) && dh_race_get_position (get_race (fixture)) > 2;
}

static gboolean
stands (gpointer fixture)
{
  return !dh_race_get_playing (get_race (fixture));
}

static gboolean
is_at_start (gpointer fixture)
{
  return dh_race_get_position (get_race (fixture)) == 0;
}

static gboolean
is_at_newest (gpointer fixture)
{
  return dh_race_get_position (get_race (fixture)) == dh_race_get_n_steps (get_race (fixture));
}

static gboolean
is_behind (gpointer fixture)
{
  return !is_at_newest (fixture);
}

static gboolean
is_dropped (gpointer fixture)
{
  double at[2];

  dh_race_get_start (get_race (fixture), at);
  return at[0] > 1 && at[1] > 1 && dh_race_get_n_steps (get_race (fixture)) == 0;
}

/* The first time it plays; Space belongs to the balls, and a click on the map drops all of them. */
static void
test_hills (Fixture *fixture, gconstpointer data)
{
  DhHillsPage *page = dh_window_get_hills_page (fixture->window);
  DhBallCard *card = dh_ball_strip_get_card (dh_hills_page_get_strip (page), 1);
  gboolean training = is_playing (fixture);
  GtkWidget *map;
  int x, y;

  drive ("key ctrl+3");
  wait_until (has_rolled, fixture);
  drive ("key space");
  wait_until (stands, fixture);
  g_assert_true (is_playing (fixture) == training);
  drive ("key Home");
  wait_until (is_at_start, fixture);
  drive ("key End");
  wait_until (is_at_newest, fixture);
  drive ("key comma");
  wait_until (is_behind, fixture);
  map = gtk_widget_get_next_sibling (
    find_widget (GTK_WIDGET (dh_ball_card_get_ground (card)), "DhGroundPicture"));
  wait_until (is_on_screen, map);
  locate (fixture, map, .9, .15, &x, &y);
  drive ("mousemove --window %%1 %d %d click 1", x, y);
  wait_until (is_dropped, fixture);
}

/* In an entry the same keys type text. */
static void
test_typing (Fixture *fixture, gconstpointer data)
{
  GtkWidget *entry = find_widget (get_card (fixture, 1), "GtkEntry");
  int x, y;

  locate (fixture, entry, .5, .5, &x, &y);
  drive ("mousemove --window %%1 %d %d click 1 key ctrl+a type .0005", x, y);
  drive ("key Return");
  wait_until (rate_is_typed, fixture);
  g_assert_true (is_playing (fixture));
  drive ("key space");
  wait_until (is_paused, fixture);
}

static gboolean
loss_has_changed (gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (GVariant) lanes = g_action_group_get_action_state (G_ACTION_GROUP (fixture->window),
                                                                "lanes");
  const char *loss;

  g_variant_get_child (lanes, 0, "(u&sd&s)", NULL, &loss, NULL, NULL);
  return g_str_equal (loss, "mae");
}

/* Open, and with the keyboard focus: keys go elsewhere until one of its rows has the focus. */
static gboolean
list_takes_keys (gpointer drop_down)
{
  GtkWidget *popover = find_widget (drop_down, "GtkPopover");
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (drop_down));

  return popover != NULL && gtk_widget_get_mapped (popover) && focus != NULL
         && gtk_widget_is_ancestor (focus, popover);
}

static void
test_drop_down (Fixture *fixture, gconstpointer data)
{
  GtkWidget *drop_down = find_widget (get_card (fixture, 0), "GtkDropDown");
  int x, y;

  locate (fixture, drop_down, .5, .5, &x, &y);
  drive ("mousemove --window %%1 %d %d click 1", x, y);
  wait_until (list_takes_keys, drop_down);
  drive ("key Down");
  drive ("key Return");
  wait_until (loss_has_changed, fixture);
}

static gboolean
losses_are_laid_out (gpointer data)
{
  GtkWidget *page = GTK_WIDGET (dh_window_get_losses_page (((Fixture *) data)->window));

  return gtk_widget_get_mapped (page) && gtk_widget_get_width (page) > 0;
}

static gboolean
shift_is_large (gpointer data)
{
  DhLossesPage *page = dh_window_get_losses_page (((Fixture *) data)->window);

  return dh_comparison_get_distortion (dh_losses_page_get_comparison (page)).shift > 8;
}

/* The other page is opened with its key; a slider further down on it is dragged. */
static void
test_losses_page (Fixture *fixture, gconstpointer data)
{
  GtkWidget *page = GTK_WIDGET (dh_window_get_losses_page (fixture->window)), *scale;
  int x0, y0, x1, y1;

  drive ("key ctrl+2");
  wait_until (losses_are_laid_out, fixture);
  scale = find_widget (find_widget (page, "DhDistortionPanel"), "GtkScale");
  /* Scrolls to it. */
  gtk_widget_grab_focus (scale);
  locate (fixture, scale, .1, .5, &x0, &y0);
  locate (fixture, scale, .8, .5, &x1, &y1);
  drive ("mousemove --window %%1 %d %d mousedown 1 mousemove --window %%1 %d %d mousemove --window "
         "%%1 %d %d mouseup 1",
         x0, y0, (x0 + x1) / 2, y0, x1, y1);
  wait_until (shift_is_large, fixture);
  drive ("key ctrl+1");
  wait_until (is_laid_out, fixture);
}

static gboolean
has_three_lanes (gpointer data)
{
  return dh_lane_strip_get_n_cards (dh_window_get_strip (((Fixture *) data)->window)) == 3;
}

static gboolean
has_four_lanes (gpointer data)
{
  return dh_lane_strip_get_n_cards (dh_window_get_strip (((Fixture *) data)->window)) == 4;
}

static GtkWidget *
find_undo_button (GtkWidget *parent)
{
  if (GTK_IS_BUTTON (parent)
      && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (parent)), "_Undo") == 0)
    return parent;
  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_undo_button (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

typedef struct
{
  Fixture *fixture;
  int y;
  gint64 since; /* monotonic: it has been there */
} Rising;

/* It slides in, and without a frame it doesn't move. */
static gboolean
toast_rests (gpointer data)
{
  Rising *rising = data;
  GtkWidget *button = find_undo_button (GTK_WIDGET (rising->fixture->window));
  int x, y;

  if (button == NULL || !is_on_screen (button))
    return FALSE;
  locate (rising->fixture, button, .5, .5, &x, &y);
  if (y != rising->y)
    rising->since = g_get_monotonic_time ();
  rising->y = y;
  return g_get_monotonic_time () - rising->since > G_USEC_PER_SEC / 2;
}

static void
click_toast (Fixture *fixture)
{
  GtkWidget *button = find_undo_button (GTK_WIDGET (fixture->window));
  int x, y;

  if (button == NULL)
    return;
  locate (fixture, button, .5, .5, &x, &y);
  drive ("mousemove --window %%1 %d %d click 1", x, y);
  for (guint i = 0; i < 100 && !has_four_lanes (fixture); i++)
    {
      settle ();
      g_usleep (10000);
    }
}

/* A lane is removed by its key and comes back by the toast's button and by Ctrl+Z. */
static void
test_undo (Fixture *fixture, gconstpointer data)
{
  Rising rising = { fixture, -1, 0 };

  wait_for_keys (fixture);
  drive ("key ctrl+Delete");
  wait_until (has_three_lanes, fixture);
  wait_until (toast_rests, &rising);
  for (guint i = 0; i < 5 && !has_four_lanes (fixture); i++)
    click_toast (fixture);
  g_assert_true (has_four_lanes (fixture));
  wait_for_keys (fixture);
  drive ("key ctrl+Delete");
  wait_until (has_three_lanes, fixture);
  drive ("key ctrl+z");
  wait_until (has_four_lanes, fixture);
}

static gboolean
ball_is_hidden (gpointer lane)
{
  return !dh_lane_get_ball_shown (lane);
}

static gboolean
ball_has_own_loss (gpointer lane)
{
  return dh_lane_get_ball_loss (lane) != NULL;
}

static gboolean
ball_has_lanes_loss (gpointer lane)
{
  return !ball_has_own_loss (lane);
}

static GtkWidget *
find_link (GtkWidget *parent)
{
  if (GTK_IS_BUTTON (parent) && gtk_widget_has_css_class (parent, "link"))
    return parent;
  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_link (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* Actions on Hills affect only Hills: another loss, and Ctrl+Delete; and on Losses Space and Step
 * do nothing to lanes that aren't visible. */
static void
test_other_pages (Fixture *fixture, gconstpointer data)
{
  DhHillsPage *page = dh_window_get_hills_page (fixture->window);
  DhSession *session = dh_window_get_session (fixture->window);
  GtkWidget *card, *drop_down, *link;
  DhLane *lane;
  int x, y;

  dh_race_set_ground (get_race (fixture), "curve", NULL);
  drive ("key ctrl+3");
  card = GTK_WIDGET (dh_ball_strip_get_card (dh_hills_page_get_strip (page), 0));
  lane = dh_ball_card_get_lane (DH_BALL_CARD (card));
  drop_down = find_widget (card, "GtkDropDown");
  wait_until (is_on_screen, drop_down);
  locate (fixture, drop_down, .5, .5, &x, &y);
  drive ("mousemove --window %%1 %d %d click 1", x, y);
  wait_until (list_takes_keys, drop_down);
  drive ("key Down");
  drive ("key Return");
  wait_until (ball_has_own_loss, lane);
  g_assert_cmpstr (dh_lane_get_loss (lane), ==, "mse");
  link = find_link (card);
  wait_until (is_on_screen, link);
  locate (fixture, link, .5, .5, &x, &y);
  drive ("mousemove --window %%1 %d %d click 1", x, y);
  wait_until (ball_has_lanes_loss, lane);
  drive ("key ctrl+Delete");
  wait_until (ball_is_hidden, lane);
  g_assert_true (has_four_lanes (fixture));
  drive ("key ctrl+2");
  wait_until (losses_are_laid_out, fixture);
  g_assert_true (is_playing (fixture));
  drive ("key space");
  drive ("key period");
  drive ("key ctrl+r");
  g_assert_true (is_playing (fixture));
  g_assert_cmpstr (dh_session_get_undo (session), ==, "Hiding Ball 1");
  drive ("key ctrl+1");
  wait_until (is_laid_out, fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!can_drive ())
    return 0;
  g_test_add ("/input/drag", Fixture, NULL, set_up, test_drag, tear_down);
  g_test_add ("/input/keys", Fixture, NULL, set_up, test_keys, tear_down);
  g_test_add ("/input/time-line", Fixture, NULL, set_up, test_time_line, tear_down);
  g_test_add ("/input/hills", Fixture, NULL, set_up, test_hills, tear_down);
  g_test_add ("/input/typing", Fixture, NULL, set_up, test_typing, tear_down);
  g_test_add ("/input/drop-down", Fixture, NULL, set_up, test_drop_down, tear_down);
  g_test_add ("/input/undo", Fixture, NULL, set_up, test_undo, tear_down);
  g_test_add ("/input/other-pages", Fixture, NULL, set_up, test_other_pages, tear_down);
  g_test_add ("/input/losses-page", Fixture, NULL, set_up, test_losses_page, tear_down);
  return g_test_run ();
}
