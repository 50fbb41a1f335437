/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The slider of the timeline, with marks above its trough.
 *
 * Its end is not a place but a state: whoever drags the thumb there wants to see the training, not
 * the iteration that happened to be the last.  So being live is a property of its own, and while
 * it is, the position follows the length.
 *
 * Marks are drawn together in one kept node: a long session may have hundreds, and most frames only
 * move the thumb.
 */
#include "ui/widgets/time-scale.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/widgets/scheme.h"

/* The pages of the whole line. */
#define PAGES 20

struct _DhTimeScale
{
  GtkWidget parent_instance;
  GtkWidget *scale;
  guint64 length, position;
  gboolean live;
  DhTimeMarks *marks;
  GskRenderNode *node; /* NULL: the marks must be redrawn */
  gboolean updating;   /* the slider is being set from the properties */
};

enum
{
  PROP_0,
  PROP_LENGTH,
  PROP_POSITION,
  PROP_LIVE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (DhTimeScale, dh_time_scale, GTK_TYPE_WIDGET)

/* ---- the slider ---- */

static void
invalidate (DhTimeScale *self)
{
  g_clear_pointer (&self->node, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static char *
describe (DhTimeScale *self)
{
  if (self->live)
    /* Translators: read aloud; the timeline's position is the end */
    return g_strdup_printf (_ ("Live, iteration %'lu"), (gulong) self->length);
  /* Translators: read aloud; the timeline's position and length */
  return g_strdup_printf (_ ("Iteration %'lu of %'lu"), (gulong) self->position,
                          (gulong) self->length);
}

static void
show_position (DhTimeScale *self)
{
  GtkAdjustment *adjustment = gtk_range_get_adjustment (GTK_RANGE (self->scale));
  g_autofree char *text = describe (self);

  self->updating = TRUE;
  gtk_adjustment_configure (adjustment, (double) self->position, 0, (double) MAX (self->length, 1),
                            1, fmax (floor ((double) self->length / PAGES), 10), 0);
  self->updating = FALSE;
  gtk_widget_set_sensitive (self->scale, self->length > 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                  text, -1);
}

/* Sets all three at once and notifies what has changed. */
static void
change (DhTimeScale *self, guint64 length, guint64 position, gboolean live)
{
  const gboolean new_length = length != self->length, new_live = live != self->live;
  const gboolean new_position = position != self->position;

  if (!new_length && !new_position && !new_live)
    return;
  self->length = length;
  self->position = position;
  self->live = live;
  show_position (self);
  if (new_length && !dh_time_marks_is_empty (self->marks))
    invalidate (self);
  g_object_freeze_notify (G_OBJECT (self));
  if (new_length)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LENGTH]);
  if (new_position)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_POSITION]);
  if (new_live)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LIVE]);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
value_changed_cb (DhTimeScale *self)
{
  if (!self->updating)
    dh_time_scale_set_position (self,
                                (guint64) round (gtk_range_get_value (GTK_RANGE (self->scale))));
}

/* ---- marks ---- */

static gboolean
find_track (DhTimeScale *self, DhScaleTrack *track)
{
  return dh_scale_track_find (track, GTK_WIDGET (self), GTK_SCALE (self->scale));
}

typedef struct
{
  DhTimeScale *self;
  DhScaleTrack track;
} Drawing;

static void
draw_marks (cairo_t *cr, double width, double height, gpointer data)
{
  const Drawing *drawing = data;

  dh_time_marks_draw (drawing->self->marks, cr, &drawing->track, drawing->self->length);
}

static void
dh_time_scale_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DhTimeScale *self = DH_TIME_SCALE (widget);
  Drawing drawing = { .self = self };

  GTK_WIDGET_CLASS (dh_time_scale_parent_class)->snapshot (widget, snapshot);
  if (dh_time_marks_is_empty (self->marks) || !find_track (self, &drawing.track))
    return;
  if (self->node == NULL)
    self->node = dh_picture_node_new (
      widget, 0, MAX (drawing.track.trough.origin.y - DH_TIME_MARKS_HEIGHT - 2, 0),
      gtk_widget_get_width (widget), DH_TIME_MARKS_HEIGHT, draw_marks, &drawing);
  gtk_snapshot_append_node (snapshot, self->node);
}

char *
dh_time_scale_dup_words_at (DhTimeScale *self, double x)
{
  DhScaleTrack track;

  return find_track (self, &track)
           ? dh_time_marks_dup_words_at (self->marks, &track, self->length, x)
           : NULL;
}

static gboolean
query_tooltip_cb (DhTimeScale *self, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  g_autofree char *words = keyboard ? NULL : dh_time_scale_dup_words_at (self, x);

  gtk_tooltip_set_text (tooltip, words != NULL
                                   ? words
                                   : _ ("Drag to look back in the training (Home: Start, End: Live)"));
  return TRUE;
}

/* A click above the trough goes to the nearest mark there. */
static void
pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, DhTimeScale *self)
{
  DhScaleTrack track;
  guint64 iteration;

  if (!find_track (self, &track) || y >= track.trough.origin.y - 1
      || !dh_time_marks_find_at (self->marks, &track, self->length, x, &iteration))
    return;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (self->scale);
  dh_time_scale_set_position (self, iteration);
}

void
dh_time_scale_go_to_mark (DhTimeScale *self, int direction)
{
  const guint64 position = self->live ? self->length + 1 : self->position;
  guint64 found;

  if (dh_time_marks_find_beside (self->marks, position, self->length, direction, &found))
    dh_time_scale_set_position (self, found);
  else if (direction < 0)
    dh_time_scale_set_position (self, 0);
  else
    dh_time_scale_set_live (self, TRUE);
}

/* GtkScale would take a page's step for these keys. */
static gboolean
key_pressed_cb (DhTimeScale *self, guint keyval, guint keycode, GdkModifierType state)
{
  const gboolean left = keyval == GDK_KEY_Left || keyval == GDK_KEY_KP_Left;
  const gboolean right = keyval == GDK_KEY_Right || keyval == GDK_KEY_KP_Right;

  if (!(left || right) || !(state & GDK_CONTROL_MASK))
    return GDK_EVENT_PROPAGATE;
  dh_time_scale_go_to_mark (self, left ? -1 : 1);
  return GDK_EVENT_STOP;
}

/* ---- the widget ---- */

static void
dh_time_scale_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_widget_allocate (DH_TIME_SCALE (widget)->scale, width, height, baseline, NULL);
  invalidate (DH_TIME_SCALE (widget));
}

static void
dh_time_scale_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                       int *natural, int *minimum_baseline, int *natural_baseline)
{
  gtk_widget_measure (DH_TIME_SCALE (widget)->scale, orientation, for_size, minimum, natural,
                      minimum_baseline, natural_baseline);
}

static void
dh_time_scale_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DhTimeScale *self = DH_TIME_SCALE (object);

  switch (id)
    {
    case PROP_LENGTH:
      g_value_set_uint64 (value, self->length);
      break;
    case PROP_POSITION:
      g_value_set_uint64 (value, self->position);
      break;
    case PROP_LIVE:
      g_value_set_boolean (value, self->live);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dh_time_scale_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DhTimeScale *self = DH_TIME_SCALE (object);

  switch (id)
    {
    case PROP_LENGTH:
      dh_time_scale_set_length (self, g_value_get_uint64 (value));
      break;
    case PROP_POSITION:
      dh_time_scale_set_position (self, g_value_get_uint64 (value));
      break;
    case PROP_LIVE:
      dh_time_scale_set_live (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dh_time_scale_dispose (GObject *object)
{
  DhTimeScale *self = DH_TIME_SCALE (object);

  g_clear_pointer (&self->scale, gtk_widget_unparent);
  g_clear_pointer (&self->node, gsk_render_node_unref);
  G_OBJECT_CLASS (dh_time_scale_parent_class)->dispose (object);
}

static void
dh_time_scale_finalize (GObject *object)
{
  dh_time_marks_free (DH_TIME_SCALE (object)->marks);
  G_OBJECT_CLASS (dh_time_scale_parent_class)->finalize (object);
}

static void
dh_time_scale_class_init (DhTimeScaleClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = dh_time_scale_get_property;
  object_class->set_property = dh_time_scale_set_property;
  object_class->dispose = dh_time_scale_dispose;
  object_class->finalize = dh_time_scale_finalize;
  widget_class->snapshot = dh_time_scale_snapshot;
  widget_class->measure = dh_time_scale_measure;
  widget_class->size_allocate = dh_time_scale_size_allocate;
  properties[PROP_LENGTH] = g_param_spec_uint64 ("length", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  properties[PROP_POSITION] = g_param_spec_uint64 ("position", NULL, NULL, 0, G_MAXUINT64, 0,
                                                   flags);
  properties[PROP_LIVE] = g_param_spec_boolean ("live", NULL, NULL, TRUE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_css_name (widget_class, "timescale");
}

static void
dh_time_scale_init (DhTimeScale *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->live = TRUE;
  self->marks = dh_time_marks_new ();
  self->scale = gtk_scale_new (GTK_ORIENTATION_HORIZONTAL, NULL);
  gtk_widget_set_direction (self->scale, GTK_TEXT_DIR_LTR); /* as the charts above */
  gtk_scale_set_draw_value (GTK_SCALE (self->scale), FALSE);
  gtk_range_set_round_digits (GTK_RANGE (self->scale), 0);
  gtk_widget_set_parent (self->scale, GTK_WIDGET (self));
  g_signal_connect_swapped (self->scale, "value-changed", G_CALLBACK (value_changed_cb), self);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (self->scale, keys);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);
  dh_scale_leave_wheel (self->scale);
  dh_scheme_watch (GTK_WIDGET (self), G_CALLBACK (invalidate));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Timeline"), -1);
  show_position (self);
}

GtkWidget *
dh_time_scale_new (void)
{
  return g_object_new (DH_TYPE_TIME_SCALE, NULL);
}

guint64
dh_time_scale_get_length (DhTimeScale *self)
{
  return self->length;
}

void
dh_time_scale_set_length (DhTimeScale *self, guint64 length)
{
  const gboolean live = self->live || self->position >= length;

  change (self, length, live ? length : self->position, live);
}

guint64
dh_time_scale_get_position (DhTimeScale *self)
{
  return self->position;
}

void
dh_time_scale_set_position (DhTimeScale *self, guint64 position)
{
  change (self, self->length, MIN (position, self->length), position >= self->length);
}

gboolean
dh_time_scale_get_live (DhTimeScale *self)
{
  return self->live;
}

void
dh_time_scale_set_live (DhTimeScale *self, gboolean live)
{
  if (live)
    dh_time_scale_set_position (self, self->length);
  else if (self->length > 0)
    change (self, self->length, self->position, FALSE);
}

void
dh_time_scale_set_marks (DhTimeScale *self, const DhTimeMark *marks, guint n_marks)
{
  dh_time_marks_set (self->marks, marks, n_marks);
  invalidate (self);
}

double
dh_time_scale_get_x (DhTimeScale *self, guint64 iteration)
{
  DhScaleTrack track;

  return find_track (self, &track) ? dh_time_marks_get_x (&track, self->length, iteration) : NAN;
}
