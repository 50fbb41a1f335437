/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The start page.
 *
 * A newcomer sees where to begin, a learner what comes next, and who only wants to play is one
 * click away from it.
 */
#include "ui/lesson/start-page.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "ui/lanes/preview-view.h"
#include "ui/lesson/lesson-picture.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/beside.h"
#include "ui/widgets/scheme.h"

#define MOST_SESSIONS 3
#define LIVE_HEIGHT 128
#define MOST_LIVE     2 /* lanes */

struct _DhStartPage
{
  GtkWidget parent_instance;
  GtkWidget *live; /* the lanes that are training */
  GtkWidget *live_faces;
  GtkWidget *live_words;
  GtkWidget *lessons; /* a flow box of cards */
  GtkWidget *sessions_group;
  GtkWidget *sessions;
  GtkWidget *export_button;
  DhLessonShelf *shelf;
  DhLearnerLog *log;
  char *faces_folder;
  GPtrArray *cards; /* Card, in the order of the shelf */
  DhSession *session; /* or NULL */
};

/* One lesson's. */
typedef struct
{
  char *id; /* NULL: the file can't be read */
  guint n_steps;
  guint minutes;
  const char *summary; /* lent by the lesson */
  GtkWidget *picture;
  guint review; /* that is due; 0: none */
  GtkWidget *button;
  GtkWidget *state;
  GtkWidget *bar;
} Card;

enum
{
  SIGNAL_LESSON,
  SIGNAL_SESSION,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DhStartPage, dh_start_page, GTK_TYPE_WIDGET)

static void
card_free (gpointer data)
{
  g_free (((Card *) data)->id);
  g_free (data);
}

static GtkWidget *
new_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 22);
  gtk_label_set_width_chars (GTK_LABEL (label), 12);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

/* ---- what the learner has done ---- */

/* What a card shows besides its title, for screen readers: the picture as well, once it is there. */
static void
describe_card (Card *card, const char *state)
{
  const char *picture = dh_lesson_picture_get_words (DH_LESSON_PICTURE (card->picture));
  g_autofree char *words = g_strdup_printf ("%s %s. %s", card->summary, state,
                                            picture != NULL ? picture : "");

  gtk_accessible_update_property (GTK_ACCESSIBLE (card->button),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, g_strstrip (words), -1);
}

static void
described_cb (Card *card)
{
  describe_card (card, gtk_label_get_text (GTK_LABEL (card->state)));
}

static void
update_card (DhStartPage *self, Card *card)
{
  const gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  const guint place = self->log != NULL ? dh_learner_log_get_place (self->log, card->id) : 0;
  const gboolean finished = self->log != NULL
                            && dh_learner_log_get_finished (self->log, card->id) != 0;
  g_autofree char *minutes = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u minute",
                                                           "%u minutes", card->minutes),
                                              card->minutes);
  g_autofree char *state = NULL;

  card->review = self->log != NULL ? dh_learner_log_get_due (self->log, card->id, now) : 0;
  if (card->review > 0)
    state = g_strdup (_ ("A question is due again"));
  else if (place > 0)
    /* Translators: how far one is in a lesson */
    state = g_strdup_printf (C_ ("lesson", "Step %u of %u"), place + 1, card->n_steps);
  else if (finished)
    state = g_strdup_printf (_ ("Finished · %s"), minutes);
  else
    state = g_strdup (minutes);
  gtk_label_set_text (GTK_LABEL (card->state), state);
  gtk_widget_set_visible (card->bar, place > 0);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (card->bar),
                                 (double) place / MAX (card->n_steps, 1));
  if (finished)
    gtk_widget_add_css_class (card->button, "finished");
  if (card->review > 0)
    gtk_widget_add_css_class (card->button, "due");
  else
    gtk_widget_remove_css_class (card->button, "due");
  describe_card (card, state);
}

void
dh_start_page_update (DhStartPage *self)
{
  for (guint i = 0; i < self->cards->len; i++)
    {
      Card *card = g_ptr_array_index (self->cards, i);

      if (card->id != NULL)
        update_card (self, card);
    }
  gtk_widget_set_visible (self->export_button, self->log != NULL);
}

/* ---- cards ---- */

static void
clicked_cb (GtkButton *button, DhStartPage *self)
{
  const Card *card = g_object_get_data (G_OBJECT (button), "card");

  g_signal_emit (self, signals[SIGNAL_LESSON], 0, card->id, card->review);
}

static void
fill_card (DhStartPage *self, Card *card, GtkWidget *box, DhLesson *lesson)
{
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *summary = new_label (lesson->summary, "lesson-summary");

  card->id = g_strdup (lesson->id);
  card->n_steps = lesson->n_steps;
  card->minutes = (guint) lesson->minutes;
  card->summary = lesson->summary;
  card->picture = dh_lesson_picture_new (lesson, self->faces_folder);
  g_signal_connect_swapped (card->picture, "described", G_CALLBACK (described_cb), card);
  card->state = new_label ("", "caption");
  card->bar = gtk_progress_bar_new ();
  gtk_label_set_lines (GTK_LABEL (summary), 3);
  gtk_label_set_ellipsize (GTK_LABEL (summary), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (card->state, "lesson-state");
  gtk_widget_add_css_class (words, "lesson-words");
  gtk_widget_set_vexpand (summary, TRUE);
  gtk_widget_set_valign (summary, GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (card->bar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Progress"), -1);
  gtk_box_append (GTK_BOX (box), card->picture);
  gtk_box_append (GTK_BOX (words), new_label (lesson->title, "title-4"));
  gtk_box_append (GTK_BOX (words), summary);
  gtk_box_append (GTK_BOX (words), card->state);
  gtk_box_append (GTK_BOX (words), card->bar);
  gtk_box_append (GTK_BOX (box), words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (card->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  lesson->title, -1);
  g_signal_connect (card->button, "clicked", G_CALLBACK (clicked_cb), self);
}

/* A file of the person's that can't be read says why. */
static void
fill_problem (Card *card, GtkWidget *box, const DhShelfEntry *entry)
{
  g_autofree char *name = g_filename_display_basename (entry->path);

  gtk_box_append (GTK_BOX (box), new_label (name, "heading"));
  gtk_box_append (GTK_BOX (box), new_label (entry->problem, "error"));
  gtk_widget_add_css_class (box, "lesson-words");
  gtk_widget_set_sensitive (card->button, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (card->button), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, entry->problem, -1);
}

static void
add_card (DhStartPage *self, const DhShelfEntry *entry)
{
  Card *card = g_new0 (Card, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  card->button = gtk_button_new ();
  gtk_widget_add_css_class (card->button, "lesson-card");
  gtk_button_set_child (GTK_BUTTON (card->button), box);
  g_object_set_data (G_OBJECT (card->button), "card", card);
  g_ptr_array_add (self->cards, card);
  if (entry->lesson != NULL)
    fill_card (self, card, box, entry->lesson);
  else
    fill_problem (card, box, entry);
  gtk_flow_box_append (GTK_FLOW_BOX (self->lessons), card->button);
  gtk_widget_set_focusable (gtk_widget_get_parent (card->button), FALSE);
}

void
dh_start_page_set_shelf (DhStartPage *self, DhLessonShelf *shelf, DhLearnerLog *log,
                         const char *faces_folder)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->lessons)) != NULL)
    gtk_flow_box_remove (GTK_FLOW_BOX (self->lessons), child);
  g_ptr_array_set_size (self->cards, 0);
  self->shelf = shelf;
  self->log = log;
  g_free (self->faces_folder);
  self->faces_folder = g_strdup (faces_folder);
  for (guint i = 0; i < dh_lesson_shelf_get_n (shelf); i++)
    add_card (self, dh_lesson_shelf_get (shelf, i));
  dh_start_page_update (self);
}

/* ---- what trains meanwhile ---- */

static guint
count_live (DhStartPage *self)
{
  return self->session != NULL
           ? MIN (g_list_model_get_n_items (dh_session_get_lanes (self->session)), MOST_LIVE)
           : 0;
}

guint
dh_start_page_get_live (DhStartPage *self)
{
  guint numbers = 0;

  for (guint i = 0; i < count_live (self); i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (dh_session_get_lanes (self->session), i);

      numbers |= 1u << dh_lane_get_number (lane);
    }
  return numbers;
}

static void
show_words (DhStartPage *self)
{
  const gulong iteration = (gulong) dh_session_get_iteration (self->session);
  /* Translators: on the start page, beside faces that are being trained; a number of iterations */
  g_autofree char *text =
    dh_session_get_playing (self->session)
      ? g_strdup_printf (_ ("Your lanes are training: iteration %'lu. Free Play shows them all."),
                         iteration)
      : g_strdup_printf (_ ("Your lanes rest at iteration %'lu. Free Play shows them all."),
                         iteration);

  gtk_label_set_text (GTK_LABEL (self->live_words), text);
}

/* A lane's number, loss and rate above its faces. */
static GtkWidget *
new_live_lane (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *heading = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *name = gtk_label_new (NULL);
  GtkWidget *view = dh_preview_view_new ();

  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (name, "heading");
  gtk_widget_set_can_target (view, FALSE);
  gtk_widget_set_can_focus (view, FALSE);
  gtk_box_append (GTK_BOX (heading), dh_badge_new ());
  gtk_box_append (GTK_BOX (heading), name);
  gtk_box_append (GTK_BOX (box), heading);
  gtk_box_append (GTK_BOX (box), view);
  return box;
}

static void
show_live_lane (GtkWidget *box, DhLane *lane)
{
  GtkWidget *heading = gtk_widget_get_first_child (box);
  DhLaneSnapshot *snapshot = dh_lane_get_snapshot (lane);
  g_autofree char *name = dh_lane_dup_label (lane);

  dh_badge_set_number (DH_BADGE (gtk_widget_get_first_child (heading)), dh_lane_get_number (lane));
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_last_child (heading)), name);
  dh_preview_view_set_preview (DH_PREVIEW_VIEW (gtk_widget_get_last_child (box)),
                               snapshot != NULL ? dh_lane_snapshot_get_preview (snapshot) : NULL);
}

/* Only while it is seen: the faces come at most six times a second. */
static void
update_live (DhStartPage *self)
{
  GtkWidget *box = gtk_widget_get_first_child (self->live_faces);

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  for (guint i = 0; i < count_live (self) && box != NULL; i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (dh_session_get_lanes (self->session), i);

      show_live_lane (box, lane);
      gtk_widget_set_visible (box, TRUE);
      box = gtk_widget_get_next_sibling (box);
    }
  for (; box != NULL; box = gtk_widget_get_next_sibling (box))
    gtk_widget_set_visible (box, FALSE);
  show_words (self);
}

void
dh_start_page_set_session (DhStartPage *self, DhSession *session)
{
  g_return_if_fail (self->session == NULL);
  self->session = g_object_ref (session);
  for (guint i = 0; i < MOST_LIVE; i++)
    gtk_box_append (GTK_BOX (self->live_faces), new_live_lane ());
  g_signal_connect_swapped (session, "notify::iteration", G_CALLBACK (update_live), self);
  g_signal_connect_swapped (session, "notify::playing", G_CALLBACK (update_live), self);
  gtk_widget_set_visible (self->live, TRUE);
}

/* ---- sessions ---- */

static void
session_cb (AdwActionRow *row, DhStartPage *self)
{
  g_signal_emit (self, signals[SIGNAL_SESSION], 0,
                 (const char *) g_object_get_data (G_OBJECT (row), "id"));
}

static void
add_session (DhStartPage *self, const DhSessionEntry *entry)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *words = dh_session_entry_dup_words (entry);
  g_autofree char *losses = dh_session_entry_dup_losses (entry);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), losses != NULL ? losses : words);
  if (losses != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), words);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("go-next-symbolic"));
  g_object_set_data_full (G_OBJECT (row), "id", g_strdup (entry->id), g_free);
  g_signal_connect (row, "activated", G_CALLBACK (session_cb), self);
  gtk_list_box_append (GTK_LIST_BOX (self->sessions), row);
}

void
dh_start_page_set_sessions (DhStartPage *self, const GPtrArray *entries)
{
  GtkWidget *child;
  guint n = 0;

  while ((child = gtk_widget_get_first_child (self->sessions)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->sessions), child);
  for (guint i = 0; entries != NULL && i < entries->len && n < MOST_SESSIONS; i++)
    {
      const DhSessionEntry *entry = g_ptr_array_index (entries, i);

      if (entry->status != DH_KEPT_CLOSED && entry->status != DH_KEPT_INTERRUPTED)
        continue;
      add_session (self, entry);
      n++;
    }
  gtk_widget_set_visible (self->sessions_group, n > 0);
}

/* ---- the widget ---- */

static void
dh_start_page_map (GtkWidget *widget)
{
  DhStartPage *self = DH_START_PAGE (widget);

  GTK_WIDGET_CLASS (dh_start_page_parent_class)->map (widget);
  if (self->session != NULL)
    update_live (self);
}

/* As high as two rows of faces with their headings. */
static void
dh_start_page_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (dh_start_page_parent_class)->css_changed (widget, change);
  gtk_widget_set_size_request (DH_START_PAGE (widget)->live_faces, -1,
                               (int) (LIVE_HEIGHT * dh_widget_get_text_scale (widget)));
}

static void
dh_start_page_dispose (GObject *object)
{
  DhStartPage *self = DH_START_PAGE (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);

  dh_widget_dispose_template (GTK_WIDGET (self), DH_TYPE_START_PAGE);
  g_clear_pointer (&self->cards, g_ptr_array_unref);
  g_clear_pointer (&self->faces_folder, g_free);
  G_OBJECT_CLASS (dh_start_page_parent_class)->dispose (object);
}

static void
dh_start_page_class_init (DhStartPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dh_start_page_dispose;
  widget_class->map = dh_start_page_map;
  widget_class->css_changed = dh_start_page_css_changed;
  signals[SIGNAL_LESSON] = g_signal_new ("lesson", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING,
                                         G_TYPE_UINT);
  signals[SIGNAL_SESSION] = g_signal_new ("session", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  g_type_ensure (DH_TYPE_BESIDE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/downhill/Downhill/lesson/start-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DhStartPage, live);
  gtk_widget_class_bind_template_child (widget_class, DhStartPage, live_faces);
  gtk_widget_class_bind_template_child (widget_class, DhStartPage, live_words);
  gtk_widget_class_bind_template_child (widget_class, DhStartPage, lessons);
  gtk_widget_class_bind_template_child (widget_class, DhStartPage, sessions_group);
  gtk_widget_class_bind_template_child (widget_class, DhStartPage, sessions);
  gtk_widget_class_bind_template_child (widget_class, DhStartPage, export_button);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "startpage");
}

static void
dh_start_page_init (DhStartPage *self)
{
  self->cards = g_ptr_array_new_with_free_func (card_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dh_start_page_new (void)
{
  return g_object_new (DH_TYPE_START_PAGE, NULL);
}
