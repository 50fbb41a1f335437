/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The bar at the top of the page Hills: which ground, and its settings.  A ground is chosen in two
 * steps, first its kind and then the ground: in one list of all grounds nobody would find the fit.
 * Each kind remembers its last ground.
 *
 * The race holds the state: choices made here are passed to it, and everything shown follows it,
 * even if the ground was changed elsewhere.
 */
#include "ui/hills/ground-bar.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/base/ranges.h"
#include "core/landscape/expression.h"
#include "core/landscape/hill.h"
#include "ui/hills/ground-entries.h"
#include "ui/hills/range-button.h"
#include "ui/widgets/beside.h"
#include "ui/widgets/entry-list.h"
#include "ui/widgets/scheme.h"
#include "ui/widgets/small-slider.h"

#define FIRST_FUNCTION "(x^2 + y^2)/4 + sin(3x)*sin(2y)"
#define SLIDER_STEPS   100.0

struct _DhGroundBar
{
  GtkWidget parent_instance;
  GtkWidget *kinds[DH_GROUND_N_KINDS];
  GtkWidget *hills, *faces; /* drop-downs of hills and faces */
  GtkWidget *function, *range;
  GtkWidget *summary;
  GtkWidget *reset_points;
  GtkWidget *sliders[DH_HILL_MAX_PARAMETERS];
  GtkWidget *noise;
  DhRace *race;
  char *last[DH_GROUND_N_KINDS]; /* the last ground used of each kind */
  char *typed;                   /* the last valid function, with its range */
  gboolean own;                  /* the user's own function is chosen, even while it is invalid */
  gboolean updating;             /* widgets are being set by code */
};

enum
{
  ENTERED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DhGroundBar, dh_ground_bar, GTK_TYPE_WIDGET)

/* The race always has a ground with a known kind, so parsing can't fail. */
static DhGroundName
get_name (DhGroundBar *self)
{
  DhGroundName name = { 0 };

  dh_ground_name_parse (dh_race_get_ground (self->race), &name);
  return name;
}

/* NULL: the function is typed by the user, or the ground isn't a hill. */
static const DhHill *
find_hill (const DhGroundName *name)
{
  return name->kind == DH_GROUND_KIND_HILL ? dh_hill_find (name->which) : NULL;
}

/* ---- the race is followed ---- */

static void
show_parameter_tip (GtkWidget *slider, const DhSetting *parameter)
{
  /* Translators: a parameter of a hill and its range: “Steepness: a number of this hill’s formula, from 1 to 50” */
  g_autofree char *tip = g_strdup_printf (_ ("%s: a number of this hill’s formula, from %.3g to %.3g"),
                                          _ (parameter->name), parameter->minimum,
                                          parameter->maximum);

  gtk_widget_set_tooltip_text (slider, tip);
}

static void
show_parameters (DhGroundBar *self)
{
  DhGroundName name = get_name (self);
  const DhHill *hill = find_hill (&name);
  const double *values = dh_race_get_parameters (self->race);
  gboolean ended = hill == NULL;

  for (guint i = 0; i < DH_HILL_MAX_PARAMETERS; i++)
    {
      const DhSetting *parameter = ended ? NULL : &hill->parameters[i];

      ended = ended || parameter->id == NULL;
      gtk_widget_set_visible (self->sliders[i], !ended);
      if (ended)
        continue;
      dh_small_slider_set_range (DH_SMALL_SLIDER (self->sliders[i]), _ (parameter->name),
                                 parameter->minimum, parameter->maximum,
                                 (parameter->maximum - parameter->minimum) / SLIDER_STEPS);
      dh_small_slider_set_value (DH_SMALL_SLIDER (self->sliders[i]), values[i]);
      show_parameter_tip (self->sliders[i], parameter);
    }
}

static void
show_which (DhGroundBar *self)
{
  const char *ground = dh_race_get_ground (self->race);
  DhGroundKind kind = dh_race_get_ground_kind (self->race);
  const char *summary = dh_ground_entries_get_summary (kind, ground);

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->kinds[kind]), TRUE);
  gtk_widget_set_visible (self->hills, kind == DH_GROUND_KIND_HILL);
  gtk_widget_set_visible (self->faces, kind == DH_GROUND_KIND_FACE);
  if (kind == DH_GROUND_KIND_HILL)
    dh_entry_list_select (GTK_DROP_DOWN (self->hills), self->own ? DH_GROUND_ENTRIES_OWN : ground);
  if (kind == DH_GROUND_KIND_FACE)
    dh_entry_list_select (GTK_DROP_DOWN (self->faces), ground);
  gtk_widget_set_visible (self->function, self->own);
  gtk_widget_set_visible (self->range, self->own);
  gtk_widget_set_visible (self->summary, !self->own);
  gtk_inscription_set_text (GTK_INSCRIPTION (self->summary), summary);
  gtk_widget_set_tooltip_text (self->summary, summary);
  gtk_widget_set_visible (self->reset_points, kind == DH_GROUND_KIND_FIT);
}

static void
show_typed (DhGroundBar *self)
{
  DhFunctionEntry *entry = DH_FUNCTION_ENTRY (self->function);
  g_autofree char *function = NULL;
  const char *ends = dh_ground_range_split (self->typed, &function);
  DhGroundRange range = dh_ground_range_default ();

  if (ends != NULL)
    dh_ground_range_parse (ends, &range, NULL);
  dh_range_button_set_range (DH_RANGE_BUTTON (self->range), &range);
  if (!g_str_equal (dh_function_entry_get_text (entry), function))
    dh_function_entry_set_text (entry, function);
}

/* The function with the range of the button, unless the text itself contains a range. */
static char *
dup_typed (DhGroundBar *self, const char *function)
{
  DhGroundRange range = dh_range_button_get_range (DH_RANGE_BUTTON (self->range));

  if (strchr (function, DH_GROUND_RANGE_SIGN) != NULL)
    return g_strdup (function);
  return dh_ground_range_join (function, &range);
}

static void
ground_cb (DhGroundBar *self)
{
  DhGroundName name = get_name (self);

  self->updating = TRUE;
  self->own = name.kind == DH_GROUND_KIND_HILL && find_hill (&name) == NULL;
  g_free (self->last[name.kind]);
  self->last[name.kind] = g_strdup (dh_race_get_ground (self->race));
  if (self->own)
    {
      g_free (self->typed);
      self->typed = g_strdup (name.which);
      show_typed (self);
    }
  show_which (self);
  show_parameters (self);
  self->updating = FALSE;
}

static void
changed_cb (DhGroundBar *self)
{
  self->updating = TRUE;
  show_parameters (self);
  self->updating = FALSE;
}

static void
noise_cb (DhGroundBar *self)
{
  self->updating = TRUE;
  dh_small_slider_set_value (DH_SMALL_SLIDER (self->noise), dh_race_get_noise (self->race));
  self->updating = FALSE;
}

/* ---- what the user chooses ---- */

static void
try_function (DhGroundBar *self, const char *function)
{
  g_autofree char *typed = dup_typed (self, function);
  g_autofree char *ground = dh_ground_name_join (DH_GROUND_KIND_HILL, typed);
  DhTextSpan fault = { 0 };
  gboolean good = dh_race_set_ground (self->race, ground, &fault);

  dh_function_entry_set_fault (DH_FUNCTION_ENTRY (self->function), good ? NULL : &fault,
                               good ? NULL : dh_race_get_message (self->race));
}

static void
choose_own (DhGroundBar *self)
{
  self->own = TRUE;
  self->updating = TRUE;
  show_which (self);
  self->updating = FALSE;
  show_typed (self);
  try_function (self, dh_function_entry_get_text (DH_FUNCTION_ENTRY (self->function)));
  gtk_widget_grab_focus (self->function);
}

/* The race emits nothing if its ground doesn't change, so update the widgets here. This happens
 * when the last valid function is entered again, or when the chosen ground can't be made, such as a
 * face whose folder is gone. */
static void
choose (DhGroundBar *self, const char *ground)
{
  gboolean same = g_strcmp0 (dh_race_get_ground (self->race), ground) == 0;

  if (!dh_race_set_ground (self->race, ground, NULL) || same)
    ground_cb (self);
}

static void
kind_cb (GtkToggleButton *button, DhGroundBar *self)
{
  if (self->updating || !gtk_toggle_button_get_active (button))
    return;
  for (guint i = 0; i < DH_GROUND_N_KINDS; i++)
    if (self->kinds[i] == GTK_WIDGET (button))
      {
        g_autofree char *ground = g_strdup (self->last[i]);

        choose (self, ground);
      }
}

static void
which_cb (GtkDropDown *drop_down, GParamSpec *pspec, DhGroundBar *self)
{
  const char *id = dh_entry_list_get_selected (drop_down);

  if (self->updating || self->race == NULL || id == NULL)
    return;
  if (g_str_equal (id, DH_GROUND_ENTRIES_OWN))
    choose_own (self);
  else
    choose (self, id);
}

/* The user is still typing: only check the text. */
static void
typed_cb (DhGroundBar *self, const char *text)
{
  g_autofree char *typed = dup_typed (self, text);
  g_autofree char *wanted = dh_ground_name_join (DH_GROUND_KIND_HILL, typed);
  g_autofree char *ground = g_strdup (dh_race_get_ground (self->race));
  const DhGroundChoice choice = { .text = wanted };
  g_autoptr (DhGround) trial = dh_ground_choose (&choice, NULL, NULL);

  if (trial == NULL)
    try_function (self, text); /* changes nothing, but shows the error */
  else
    {
      dh_race_set_ground (self->race, ground, NULL);
      dh_function_entry_set_fault (DH_FUNCTION_ENTRY (self->function), NULL, NULL);
    }
}

static void
finished_cb (DhGroundBar *self, const char *text)
{
  try_function (self, text);
}

static void
range_cb (DhGroundBar *self)
{
  try_function (self, dh_function_entry_get_text (DH_FUNCTION_ENTRY (self->function)));
}

static void
entered_cb (DhGroundBar *self)
{
  g_signal_emit (self, signals[ENTERED], 0);
}

static void
given_up_cb (DhGroundBar *self)
{
  g_autofree char *ground = g_strdup (dh_race_get_ground (self->race));

  show_typed (self);
  /* Needed even if the text is the same, to clear the error. */
  dh_function_entry_set_fault (DH_FUNCTION_ENTRY (self->function), NULL, NULL);
  choose (self, ground);
  g_signal_emit (self, signals[ENTERED], 0);
}

static void
slider_cb (DhSmallSlider *slider, GParamSpec *pspec, DhGroundBar *self)
{
  if (self->updating || self->race == NULL)
    return;
  for (guint i = 0; i < DH_HILL_MAX_PARAMETERS; i++)
    if (self->sliders[i] == GTK_WIDGET (slider))
      dh_race_set_parameter (self->race, i, dh_small_slider_get_value (slider));
  if (self->noise == GTK_WIDGET (slider))
    dh_race_set_noise (self->race, dh_small_slider_get_value (slider));
}

static void
reset_points_cb (DhGroundBar *self)
{
  dh_race_reset_points (self->race);
}

static void
dh_ground_bar_dispose (GObject *object)
{
  DhGroundBar *self = DH_GROUND_BAR (object);

  if (self->race != NULL)
    g_signal_handlers_disconnect_by_data (self->race, self);
  g_clear_object (&self->race);
  dh_widget_dispose_template (GTK_WIDGET (self), DH_TYPE_GROUND_BAR);
  for (guint i = 0; i < DH_GROUND_N_KINDS; i++)
    g_clear_pointer (&self->last[i], g_free);
  g_clear_pointer (&self->typed, g_free);
  G_OBJECT_CLASS (dh_ground_bar_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *klass)
{
  static const char *const sliders[DH_HILL_MAX_PARAMETERS] = { "slider_0", "slider_1" };

  for (guint i = 0; i < DH_GROUND_N_KINDS; i++)
    gtk_widget_class_bind_template_child_full (klass, dh_ground_kind_get_id (i), FALSE,
                                               G_STRUCT_OFFSET (DhGroundBar, kinds)
                                                 + i * sizeof (GtkWidget *));
  for (guint i = 0; i < DH_HILL_MAX_PARAMETERS; i++)
    gtk_widget_class_bind_template_child_full (klass, sliders[i], FALSE,
                                               G_STRUCT_OFFSET (DhGroundBar, sliders)
                                                 + i * sizeof (GtkWidget *));
  gtk_widget_class_bind_template_child (klass, DhGroundBar, hills);
  gtk_widget_class_bind_template_child (klass, DhGroundBar, faces);
  gtk_widget_class_bind_template_child (klass, DhGroundBar, function);
  gtk_widget_class_bind_template_child (klass, DhGroundBar, range);
  gtk_widget_class_bind_template_child (klass, DhGroundBar, summary);
  gtk_widget_class_bind_template_child (klass, DhGroundBar, reset_points);
  gtk_widget_class_bind_template_child (klass, DhGroundBar, noise);
}

static void
dh_ground_bar_class_init (DhGroundBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dh_ground_bar_dispose;
  signals[ENTERED] = g_signal_new ("entered", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (DH_TYPE_BESIDE);
  g_type_ensure (DH_TYPE_FUNCTION_ENTRY);
  g_type_ensure (DH_TYPE_RANGE_BUTTON);
  g_type_ensure (DH_TYPE_SMALL_SLIDER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/downhill/Downhill/hills/ground-bar.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, kind_cb);
  gtk_widget_class_bind_template_callback (widget_class, which_cb);
  gtk_widget_class_bind_template_callback (widget_class, typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, finished_cb);
  gtk_widget_class_bind_template_callback (widget_class, range_cb);
  gtk_widget_class_bind_template_callback (widget_class, entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, given_up_cb);
  gtk_widget_class_bind_template_callback (widget_class, slider_cb);
  gtk_widget_class_bind_template_callback (widget_class, reset_points_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "groundbar");
}

static void
dh_ground_bar_init (DhGroundBar *self)
{
  static const char *const first[DH_GROUND_N_KINDS] = {
    [DH_GROUND_KIND_HILL] = "bumpy",
    [DH_GROUND_KIND_FACE] = "shift",
  };
  const GArray *hills = dh_ground_entries_get_hills (), *faces = dh_ground_entries_get_faces ();

  self->updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  dh_entry_list_setup (GTK_DROP_DOWN (self->hills), _ ("Hill"),
                       (const DhCatalogEntry *) (void *) hills->data, hills->len);
  dh_entry_list_setup (GTK_DROP_DOWN (self->faces), _ ("Parameters of the face"),
                       (const DhCatalogEntry *) (void *) faces->data, faces->len);
  dh_small_slider_set_range (DH_SMALL_SLIDER (self->noise), _ ("Noise"), 0, DH_NOISE_MAX,
                             DH_NOISE_MAX / SLIDER_STEPS);
  for (guint i = 0; i < DH_GROUND_N_KINDS; i++)
    self->last[i] = dh_ground_name_join (i, first[i]);
  self->typed = g_strdup (FIRST_FUNCTION);
  self->updating = FALSE;
}

GtkWidget *
dh_ground_bar_new (void)
{
  return g_object_new (DH_TYPE_GROUND_BAR, NULL);
}

void
dh_ground_bar_set_race (DhGroundBar *self, DhRace *race)
{
  g_return_if_fail (self->race == NULL);
  self->race = g_object_ref (race);
  g_signal_connect_swapped (race, "notify::ground", G_CALLBACK (ground_cb), self);
  g_signal_connect_swapped (race, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (race, "notify::noise", G_CALLBACK (noise_cb), self);
  ground_cb (self);
  noise_cb (self);
}

const char *
dh_ground_bar_get_function (DhGroundBar *self)
{
  return self->typed;
}

void
dh_ground_bar_set_function (DhGroundBar *self, const char *text)
{
  if (*text == '\0' || self->own)
    return;
  g_free (self->typed);
  self->typed = g_strdup (text);
}

DhFunctionEntry *
dh_ground_bar_get_entry (DhGroundBar *self)
{
  return DH_FUNCTION_ENTRY (self->function);
}
