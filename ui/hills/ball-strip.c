/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The cards of all balls, side by side.
 *
 * It decides which cards exist, how they are arranged, and which one the keys act on.
 */
#include "ui/hills/ball-strip.h"

/* Up to this many cards are wider than high. */
#define WIDE_CARDS 2

struct _DhBallStrip
{
  DhCardStrip parent_instance;
  DhRace *race;
  DhGroundGroup *group;
  GtkSizeGroup *breakdowns; /* keeps the grounds the same size when the breakdowns differ */
};

enum
{
  SIGNAL_PICKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DhBallStrip, dh_ball_strip, DH_TYPE_CARD_STRIP)

static void
picked_cb (DhBallStrip *self, double x, double y, gboolean finished)
{
  g_signal_emit (self, signals[SIGNAL_PICKED], 0, x, y, finished);
}

static GtkWidget *
dh_ball_strip_create_card (DhCardStrip *strip, gpointer lane)
{
  DhBallStrip *self = DH_BALL_STRIP (strip);
  GtkWidget *card = dh_ball_card_new (self->race, lane, self->group);

  g_signal_connect_swapped (card, "picked", G_CALLBACK (picked_cb), self);
  gtk_size_group_add_widget (self->breakdowns, dh_ball_card_get_breakdown (DH_BALL_CARD (card)));
  return card;
}

static void
dh_ball_strip_release_card (DhCardStrip *strip, GtkWidget *card)
{
  g_signal_handlers_disconnect_by_data (card, strip);
  gtk_size_group_remove_widget (DH_BALL_STRIP (strip)->breakdowns,
                                dh_ball_card_get_breakdown (DH_BALL_CARD (card)));
}

void
dh_ball_strip_refresh (DhBallStrip *self)
{
  DhCardStrip *strip = DH_CARD_STRIP (self);
  gboolean shared = dh_race_get_shared (self->race);
  guint n_cards = dh_card_strip_get_n_cards (strip);
  DhBallCardForm form = shared                  ? DH_BALL_CARD_COMPACT
                        : n_cards <= WIDE_CARDS ? DH_BALL_CARD_WIDE
                                                : DH_BALL_CARD_TALL;

  dh_card_strip_set_orientation (strip,
                                 shared ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  dh_card_strip_set_policy (strip, shared ? GTK_POLICY_NEVER : GTK_POLICY_AUTOMATIC,
                            GTK_POLICY_AUTOMATIC);
  for (guint i = 0; i < n_cards; i++)
    {
      dh_ball_card_set_form (dh_ball_strip_get_card (self, i), form);
      dh_ball_card_refresh (dh_ball_strip_get_card (self, i));
    }
}

static void
dh_ball_strip_cards_changed (DhCardStrip *strip, guint position, guint n_removed, guint n_added)
{
  dh_ball_strip_refresh (DH_BALL_STRIP (strip));
}

static void
dh_ball_strip_dispose (GObject *object)
{
  DhBallStrip *self = DH_BALL_STRIP (object);

  dh_card_strip_set_items (DH_CARD_STRIP (self), NULL);
  g_clear_object (&self->race);
  g_clear_object (&self->group);
  g_clear_object (&self->breakdowns);
  G_OBJECT_CLASS (dh_ball_strip_parent_class)->dispose (object);
}

static void
dh_ball_strip_class_init (DhBallStripClass *klass)
{
  DhCardStripClass *strip_class = DH_CARD_STRIP_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dh_ball_strip_dispose;
  signals[SIGNAL_PICKED] = g_signal_new ("picked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 3, G_TYPE_DOUBLE,
                                         G_TYPE_DOUBLE, G_TYPE_BOOLEAN);
  strip_class->create_card = dh_ball_strip_create_card;
  strip_class->release_card = dh_ball_strip_release_card;
  strip_class->cards_changed = dh_ball_strip_cards_changed;
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "ballstrip");
}

static void
dh_ball_strip_init (DhBallStrip *self)
{
  self->group = dh_ground_group_new ();
  self->breakdowns = gtk_size_group_new (GTK_SIZE_GROUP_VERTICAL);
}

GtkWidget *
dh_ball_strip_new (void)
{
  return g_object_new (DH_TYPE_BALL_STRIP, NULL);
}

void
dh_ball_strip_set_race (DhBallStrip *self, DhRace *race, DhSession *session)
{
  g_return_if_fail (self->race == NULL);
  self->race = g_object_ref (race);
  dh_card_strip_set_items (DH_CARD_STRIP (self), dh_session_get_lanes (session));
}

void
dh_ball_strip_moved (DhBallStrip *self)
{
  gboolean playing = dh_race_get_playing (self->race);

  for (guint i = 0; i < dh_ball_strip_get_n_cards (self); i++)
    dh_ball_card_moved (dh_ball_strip_get_card (self, i), !playing);
}

void
dh_ball_strip_terrain_changed (DhBallStrip *self, guint runner)
{
  for (guint i = 0; i < dh_ball_strip_get_n_cards (self); i++)
    if (dh_ball_card_get_runner (dh_ball_strip_get_card (self, i)) == (int) runner)
      dh_ball_card_refresh (dh_ball_strip_get_card (self, i));
}

void
dh_ball_strip_basins_changed (DhBallStrip *self, guint runner)
{
  for (guint i = 0; i < dh_ball_strip_get_n_cards (self); i++)
    if (dh_ball_card_get_runner (dh_ball_strip_get_card (self, i)) == (int) runner)
      dh_ball_card_queue_basins (dh_ball_strip_get_card (self, i));
}

guint
dh_ball_strip_get_n_cards (DhBallStrip *self)
{
  return dh_card_strip_get_n_cards (DH_CARD_STRIP (self));
}

DhBallCard *
dh_ball_strip_get_card (DhBallStrip *self, guint position)
{
  return DH_BALL_CARD (dh_card_strip_get_card (DH_CARD_STRIP (self), position));
}

DhBallCard *
dh_ball_strip_get_current (DhBallStrip *self)
{
  return DH_BALL_CARD (dh_card_strip_get_current (DH_CARD_STRIP (self)));
}

DhGroundGroup *
dh_ball_strip_get_group (DhBallStrip *self)
{
  return self->group;
}
