/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Hills: named functions of x and y, and those that the user types.  A hill of the table is one
 * entry with its formula as text; value and derivatives come from the same expression code as for
 * typed functions, so no derivative is written by hand.
 *
 * "bowl" and "bumpy" are the two pictures of the forum post that inspired the program: the ideal,
 * and what training really looks like, with many valleys, one of them the deepest.  The others
 * are classic test functions in their textbook forms (Rosenbrock 1960; Beale 1958; Himmelblau 1972;
 * Rastrigin 1974; Ackley 1987).
 */
#include "core/landscape/hill.h"

#include "core/base/error.h"
#include "core/landscape/ground-range.h"
#include "core/landscape/rate.h"

#include <glib/gi18n-lib.h>

#include <math.h>
#include <string.h>

#define TYPED_GRID 33

static const DhHill bowl = {
  "bowl",          N_ ("Bowl"), N_ ("The ideal: every way down leads to the one lowest point."),
  "(x^2 + y^2)/2", { -3, -3 },  { 3, 3 },
  { -2.4, 1.9 },   0.1,         { { .id = NULL } },
};

static const DhHill bumpy = {
  "bumpy",
  N_ ("Bumpy"),
  N_ ("Many valleys, one deepest: where the ball ends depends on where it "
      "starts and on the rate."),
  "0.12(x^2 + y^2) + 0.3b(2 - cos(3.1x + 0.4) - cos(2.7y - 0.9) + 0.6sin(1.3x - 2.1y))"
  " - d exp(-((x - 0.95)^2 + (y + 0.55)^2)/0.7)",
  { -3, -3 },
  { 3, 3 },
  { -1.3, 1.31 },
  0.08,
  { { "b", N_ ("Bumpiness"), 0, 2, 1, NULL, 0 }, { "d", N_ ("Valley depth"), 0, 3, 1.9, NULL, 0 } },
};

static const DhHill ravine = {
  "ravine",
  N_ ("Ravine"),
  N_ ("Steep across, nearly flat along: the steep direction limits the rate, and the flat one then "
      "takes forever."),
  "0.05x^2 + k y^2",
  { -4, -2 },
  { 4, 2 },
  { -3.4, 1.2 },
  0.3,
  { { "k", N_ ("Steepness"), 0.2, 10, 2.5, NULL, 0 } },
};

static const DhHill saddle = {
  "saddle",
  N_ ("Saddle"),
  N_ ("Down in one direction, up in the other: on the saddle itself there is no slope, yet it is "
      "not a valley."),
  "x^2 - y^2",
  { -2, -2 },
  { 2, 2 },
  { -1.6, 0.0005 },
  0.04,
  { { .id = NULL } },
};

static const DhHill plateau = {
  "plateau",
  N_ ("Plateau"),
  N_ ("Almost no slope far out: plain descent creeps, optimizers that scale their steps cross it "
      "quickly."),
  "1 - exp(-(x^2 + y^2)/w)",
  { -4, -4 },
  { 4, 4 },
  { -2.6, 1.7 },
  0.5,
  { { "w", N_ ("Width of the hole"), 0.5, 6, 2, NULL, 0 } },
};

static const DhHill rosenbrock = {
  "rosenbrock",
  N_ ("Rosenbrock"),
  N_ ("A curved valley with a nearly flat floor: easy to enter, hard to follow."),
  "(1 - x)^2 + 100(y - x^2)^2",
  { -2, -1 },
  { 2, 3 },
  { -1.2, 1 },
  0.001,
  { { .id = NULL } },
};

static const DhHill beale = {
  "beale",
  N_ ("Beale"),
  N_ ("Flat in the middle, with walls in the corners: a rate that suits the middle diverges at the "
      "walls."),
  "(1.5 - x + x y)^2 + (2.25 - x + x y^2)^2 + (2.625 - x + x y^3)^2",
  { -4.5, -4.5 },
  { 4.5, 4.5 },
  { 1, 1.5 },
  0.01,
  { { .id = NULL } },
};

static const DhHill himmelblau = {
  "himmelblau",
  N_ ("Himmelblau"),
  N_ ("Four valleys of the same depth: where the ball ends depends on the start."),
  "(x^2 + y - 11)^2 + (x + y^2 - 7)^2",
  { -6, -6 },
  { 6, 6 },
  { -0.5, -0.5 },
  0.01,
  { { .id = NULL } },
};

static const DhHill rastrigin = {
  "rastrigin",
  N_ ("Rastrigin"),
  N_ ("An egg box in a bowl: plain descent stays in the first "
      "hollow."),
  "2A + x^2 + y^2 - A(cos(2pi x) + cos(2pi y))",
  { -5.12, -5.12 },
  { 5.12, 5.12 },
  { -3.3, 2.7 },
  0.002,
  { { "A", N_ ("Bumpiness"), 0, 20, 10, NULL, 0 } },
};

static const DhHill ackley = {
  "ackley",
  N_ ("Ackley"),
  N_ ("Nearly flat and rippled outside, one deep hole in the middle."),
  "-20exp(-0.2sqrt((x^2 + y^2)/2)) - exp((cos(2pi x) + cos(2pi y))/2) + e + 20",
  { -5, -5 },
  { 5, 5 },
  { -3.6, 2.4 },
  0.02,
  { { .id = NULL } },
};

static const DhHill *const hills[] = {
  &bowl, &bumpy, &ravine, &saddle, &plateau, &rosenbrock, &beale, &himmelblau, &rastrigin, &ackley,
};

typedef struct
{
  DhGround ground;
  DhExpression *expression;
  double parameters[DH_HILL_MAX_PARAMETERS];
} HillGround;

const DhHill *const *
dh_hills_get (guint *n_hills)
{
  *n_hills = G_N_ELEMENTS (hills);
  return hills;
}

const DhHill *
dh_hill_find (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (hills); i++)
    if (g_strcmp0 (hills[i]->id, id) == 0)
      return hills[i];
  return NULL;
}

static void
hill_evaluate (const DhGround *ground, const double *at, guint order, float *scratch, DhJet *jet)
{
  const HillGround *self = (const HillGround *) ground;

  if (order > 0)
    *jet = dh_expression_get_jet (self->expression, at[0], at[1], self->parameters);
  else
    jet->value = dh_expression_get_value (self->expression, at[0], at[1], self->parameters);
}

static void
hill_free (DhGround *ground)
{
  HillGround *self = (HillGround *) ground;

  dh_expression_free (self->expression);
  g_free (self);
}

static const DhGroundMethods hill_methods = {
  .kind = DH_GROUND_KIND_HILL,
  .evaluate = hill_evaluate,
  .free = hill_free,
};

static HillGround *
new_ground (DhExpression *expression, const char *name)
{
  HillGround *self = g_new0 (HillGround, 1);

  dh_ground_init (&self->ground, &hill_methods, 2);
  self->expression = expression;
  self->ground.name = g_strdup (name);
  self->ground.dimensions[0] = "x";
  self->ground.dimensions[1] = "y";
  return self;
}

DhGround *
dh_hill_ground_new (const DhHill *hill, const double *parameters)
{
  const char *names[DH_HILL_MAX_PARAMETERS + 1] = { NULL };
  HillGround *self;

  for (guint i = 0; i < DH_HILL_MAX_PARAMETERS; i++)
    names[i] = hill->parameters[i].id;
  self = new_ground (dh_expression_new (hill->formula, names, NULL, NULL), _ (hill->name));
  g_assert (self->expression != NULL);
  for (guint i = 0; i < DH_HILL_MAX_PARAMETERS; i++)
    self->parameters[i] = parameters != NULL ? parameters[i] : hill->parameters[i].value;
  for (guint i = 0; i < 2; i++)
    {
      self->ground.minimum[i] = hill->minimum[i];
      self->ground.maximum[i] = hill->maximum[i];
      self->ground.start[i] = hill->start[i];
    }
  self->ground.learning_rate = hill->learning_rate;
  return &self->ground;
}

/* A start for the ball: the first of a sequence of spread points that has a finite value and
 * slope. */
static gboolean
find_start (HillGround *self)
{
  for (int i = 0; i < TYPED_GRID * TYPED_GRID; i++)
    {
      /* 0.618…: consecutive points far apart, the square evenly filled */
      double u = fmod (0.2 + i * 0.6180339887498949, 1), v = fmod (0.7 + i * 0.7548776662466927, 1);
      const DhGround *ground = &self->ground;
      double at[2] = { ground->minimum[0] + u * (ground->maximum[0] - ground->minimum[0]),
                       ground->minimum[1] + v * (ground->maximum[1] - ground->minimum[1]) };
      DhJet jet = dh_expression_get_jet (self->expression, at[0], at[1], self->parameters);

      if (!dh_jet_is_finite (&jet))
        continue;
      self->ground.start[0] = at[0];
      self->ground.start[1] = at[1];
      return TRUE;
    }
  return FALSE;
}

/* Splits the text into the function and its range; FALSE: *fault is where the text is wrong. */
static gboolean
read_typed (const char *text, char **function, DhGroundRange *range, DhTextSpan *fault,
            GError **error)
{
  const char *ends = dh_ground_range_split (text, function);

  *range = dh_ground_range_default ();
  if (ends == NULL || dh_ground_range_parse (ends, range, error))
    return TRUE;
  if (fault != NULL)
    *fault = (DhTextSpan) { ends - text, strlen (ends) };
  return FALSE;
}

static void
set_no_value_error (const char *name, const DhGroundRange *range, GError **error)
{
  g_autofree char *ends = dh_ground_range_print (range);

  g_set_error (error, DH_ERROR, DH_ERROR_VALUE,
               _ ("“%s” has no finite value in its range, %s: change the function or the range."),
               name, ends);
}

DhGround *
dh_typed_ground_new (const char *text, DhTextSpan *fault, GError **error)
{
  g_autofree char *function = NULL, *name = NULL;
  DhGroundRange range;
  DhExpression *expression;
  double middle[2];
  HillGround *self;

  if (!read_typed (text, &function, &range, fault, error))
    return NULL;
  expression = dh_expression_new (function, NULL, fault, error);
  if (expression == NULL)
    return NULL;
  g_strstrip (function);
  name = dh_ground_range_join (function, &range);
  self = new_ground (expression, name);
  for (guint i = 0; i < 2; i++)
    {
      self->ground.minimum[i] = range.minimum[i];
      self->ground.maximum[i] = range.maximum[i];
      middle[i] = range.minimum[i] / 2 + range.maximum[i] / 2;
    }
  if (find_start (self))
    {
      self->ground.learning_rate = dh_ground_find_rate (&self->ground, middle);
      return &self->ground;
    }
  if (fault != NULL)
    *fault = (DhTextSpan) { 0, strlen (function) };
  set_no_value_error (function, &range, error);
  dh_ground_unref (&self->ground);
  return NULL;
}
