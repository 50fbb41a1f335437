/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A card for each item of a list, in the order of the list, and which of them the keys mean.
 * Side by side all cards are as wide, under each other each is as high as it needs. Scrolls where
 * they don't fit. */
#define DH_TYPE_CARD_STRIP (dh_card_strip_get_type ())
G_DECLARE_DERIVABLE_TYPE (DhCardStrip, dh_card_strip, DH, CARD_STRIP, GtkWidget)

struct _DhCardStripClass
{
  GtkWidgetClass parent_class;

  /* A new card, floating. Required. */
  GtkWidget *(*create_card) (DhCardStrip *self, gpointer item);
  /* The card is about to be taken out: let go of what it was tied to. (nullable) */
  void (*release_card) (DhCardStrip *self, GtkWidget *card);
  /* Cards came or went, as in GListModel::items-changed; all are in place. (nullable) */
  void (*cards_changed) (DhCardStrip *self, guint position, guint n_removed, guint n_added);
};

/* items: (nullable): no cards. A subclass sets NULL at the beginning of its dispose. */
void dh_card_strip_set_items (DhCardStrip *self, GListModel *items);
guint dh_card_strip_get_n_cards (DhCardStrip *self);
GtkWidget *dh_card_strip_get_card (DhCardStrip *self, guint position);
/* The card that has, or had last, the focus or the pointer's click; the first otherwise.
 * (nullable) */
GtkWidget *dh_card_strip_get_current (DhCardStrip *self);
void dh_card_strip_set_orientation (DhCardStrip *self, GtkOrientation orientation);
void dh_card_strip_set_policy (DhCardStrip *self, GtkPolicyType horizontal, GtkPolicyType vertical);
/* A card that has just come, side by side with others, comes into sight as soon as it is laid
 * out. */
void dh_card_strip_reveal (DhCardStrip *self, guint position);

G_END_DECLS
