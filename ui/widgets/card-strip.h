/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A card for each item of a list, in the order of the list, and the current card, on which keys
 * act. Side by side, all cards are equally wide; stacked, each is as high as it needs. Scrolls if
 * they don't fit. */
#define DH_TYPE_CARD_STRIP (dh_card_strip_get_type ())
G_DECLARE_DERIVABLE_TYPE (DhCardStrip, dh_card_strip, DH, CARD_STRIP, GtkWidget)

struct _DhCardStripClass
{
  GtkWidgetClass parent_class;

  /* Creates a card, floating. Required. */
  GtkWidget *(*create_card) (DhCardStrip *self, gpointer item);
  /* The card is about to be removed; disconnect it. (nullable) */
  void (*release_card) (DhCardStrip *self, GtkWidget *card);
  /* Cards were added or removed, as in GListModel::items-changed; all are in place. (nullable) */
  void (*cards_changed) (DhCardStrip *self, guint position, guint n_removed, guint n_added);
};

/* items: NULL for no cards. A subclass must set NULL at the start of its dispose. */
void dh_card_strip_set_items (DhCardStrip *self, GListModel *items);
guint dh_card_strip_get_n_cards (DhCardStrip *self);
GtkWidget *dh_card_strip_get_card (DhCardStrip *self, guint position);
/* The card that has or last had the focus or was last clicked; otherwise the first. (nullable) */
GtkWidget *dh_card_strip_get_current (DhCardStrip *self);
void dh_card_strip_set_orientation (DhCardStrip *self, GtkOrientation orientation);
/* How far the cards are scrolled; (transfer none). */
GtkAdjustment *dh_card_strip_get_hadjustment (DhCardStrip *self);
/* Whether some of a card, or of a widget in it, isn't scrolled out of view to either side. */
gboolean dh_card_strip_is_in_view (DhCardStrip *self, GtkWidget *widget);
void dh_card_strip_set_policy (DhCardStrip *self, GtkPolicyType horizontal, GtkPolicyType vertical);
/* If the cards are side by side, scrolls to a new card once it is laid out. */
void dh_card_strip_reveal (DhCardStrip *self, guint position);

G_END_DECLS
