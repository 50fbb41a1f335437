/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a document says about the window, as JSON: its page, and the ground and the balls' clock of
 * the page Hills.
 */
#include "core/document/document-private.h"

#include <glib/gi18n-lib.h>

#include "core/base/ranges.h"
#include "core/landscape/ground-choice.h"
#include "core/landscape/ground-kind.h"

/* As far as a hand can turn, in radians. */
#define MAX_AZIMUTH 1000.0

/* ---- the page Hills ---- */

static gboolean
check_ground (const char *text, GError **error)
{
  DhGroundChoice choice = { .text = text, .mix = { 1, { dh_mix_part_make ("mse") } } };
  g_autoptr (DhGround) ground = NULL;
  DhGroundName name;

  /* A face's ground needs pictures, which a document doesn't. */
  if (dh_ground_name_parse (text, &name) && name.kind == DH_GROUND_KIND_FACE)
    {
      g_auto (GStrv) all = dh_ground_choice_list ();

      if (g_strv_contains ((const char *const *) all, text))
        return TRUE;
    }
  ground = dh_ground_choose (&choice, NULL, error);
  return ground != NULL;
}

static gboolean
read_ground (DhFieldReader *reader, JsonNode *node, gpointer value)
{
  const char *text = dh_field_reader_take_text (reader, node, "ground");
  GError *error = NULL;

  if (text == NULL)
    return FALSE;
  if (!check_ground (text, &error))
    return dh_document_refuse_from (reader, node, error);
  g_free (*(char **) value);
  *(char **) value = g_strdup (text);
  return TRUE;
}

static void
write_ground (JsonBuilder *builder, gconstpointer value)
{
  json_builder_add_string_value (builder, *(char *const *) value);
}

static gboolean
equal_ground (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(char *const *) a, *(char *const *) b) == 0;
}

static const DhHill *
find_hill (const char *ground)
{
  DhGroundName name;

  return dh_ground_name_parse (ground, &name) && name.kind == DH_GROUND_KIND_HILL
           ? dh_hill_find (name.which)
           : NULL;
}

/* value: the page */
static gboolean
read_parameters (DhFieldReader *reader, JsonNode *node, gpointer value)
{
  DhDocumentHills *hills = value;
  const DhHill *hill = find_hill (hills->ground);
  guint n = hill != NULL ? dh_settings_count (hill->parameters, DH_HILL_MAX_PARAMETERS) : 0;
  JsonArray *array;

  if (n == 0)
    return dh_field_reader_refuse (reader, node, _ ("“%s” has no parameters: leave them out"),
                                   hills->ground);
  array = dh_field_reader_take_array (reader, node, "parameters", n, n);
  for (guint i = 0; array != NULL && i < n; i++)
    if (!dh_field_reader_take_number (reader, json_array_get_element (array, i),
                                      hill->parameters[i].id, hill->parameters[i].minimum,
                                      hill->parameters[i].maximum, &hills->parameters[i]))
      return FALSE;
  hills->n_parameters = n;
  return array != NULL;
}

static void
write_numbers (JsonBuilder *builder, const double *numbers, guint n)
{
  json_builder_begin_array (builder);
  for (guint i = 0; i < n; i++)
    json_builder_add_double_value (builder, numbers[i]);
  json_builder_end_array (builder);
}

static void
write_parameters (JsonBuilder *builder, gconstpointer value)
{
  const DhDocumentHills *hills = value;

  write_numbers (builder, hills->parameters, hills->n_parameters);
}

static gboolean
equal_parameters (gconstpointer a, gconstpointer b)
{
  return ((const DhDocumentHills *) a)->n_parameters == 0;
}

/* "[0.5, -1]" */
static gboolean
read_pair (const DhFieldReader *reader, JsonNode *node, const char *name, double most,
           double *values)
{
  JsonArray *pair = dh_field_reader_take_array (reader, node, name, 2, 2);

  for (guint i = 0; pair != NULL && i < 2; i++)
    if (!dh_field_reader_take_number (reader, json_array_get_element (pair, i), name, -most, most,
                                      &values[i]))
      return FALSE;
  return pair != NULL;
}

static gboolean
read_points (DhFieldReader *reader, JsonNode *node, gpointer value)
{
  DhDocumentHills *hills = value;
  JsonArray *array = dh_field_reader_take_array (reader, node, "points", 1, DH_FIT_MAX_POINTS);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      double point[2];

      if (!read_pair (reader, json_array_get_element (array, i), "points", 1, point))
        return FALSE;
      hills->points[i] = (DhFitPoint) { point[0], point[1] };
    }
  hills->n_points = array != NULL ? json_array_get_length (array) : 0;
  return array != NULL;
}

static void
write_points (JsonBuilder *builder, gconstpointer value)
{
  const DhDocumentHills *hills = value;

  json_builder_begin_array (builder);
  for (guint i = 0; i < hills->n_points; i++)
    write_numbers (builder, (const double[]) { hills->points[i].x, hills->points[i].y }, 2);
  json_builder_end_array (builder);
}

static gboolean
equal_points (gconstpointer a, gconstpointer b)
{
  return ((const DhDocumentHills *) a)->n_points == 0;
}

static gboolean
read_ball_start (DhFieldReader *reader, JsonNode *node, gpointer value)
{
  DhDocumentHills *hills = value;

  hills->has_start = read_pair (reader, node, "start", G_MAXDOUBLE, hills->start);
  return hills->has_start;
}

static void
write_ball_start (JsonBuilder *builder, gconstpointer value)
{
  write_numbers (builder, ((const DhDocumentHills *) value)->start, 2);
}

static gboolean
equal_ball_start (gconstpointer a, gconstpointer b)
{
  return !((const DhDocumentHills *) a)->has_start;
}

static const DhField camera_fields[] = {
  { .name = "azimuth",
    .kind = DH_FIELD_NUMBER,
    .offset = G_STRUCT_OFFSET (DhDocumentHills, azimuth),
    .minimum = -MAX_AZIMUTH,
    .maximum = MAX_AZIMUTH,
    .always = TRUE },
  { .name = "elevation",
    .kind = DH_FIELD_NUMBER,
    .offset = G_STRUCT_OFFSET (DhDocumentHills, elevation),
    .minimum = DH_CAMERA_MIN_ELEVATION,
    .maximum = G_PI_2,
    .always = TRUE },
  { .name = "zoom",
    .kind = DH_FIELD_NUMBER,
    .offset = G_STRUCT_OFFSET (DhDocumentHills, zoom),
    .minimum = DH_CAMERA_MIN_ZOOM,
    .maximum = DH_CAMERA_MAX_ZOOM,
    .always = TRUE },
};

static gboolean
read_camera (DhFieldReader *reader, JsonNode *node, gpointer value)
{
  DhDocumentHills *hills = value;

  if (!dh_fields_read (reader, camera_fields, G_N_ELEMENTS (camera_fields), node, _ ("A camera"),
                       hills))
    return FALSE;
  if (json_object_get_size (json_node_get_object (node)) < G_N_ELEMENTS (camera_fields))
    return dh_field_reader_refuse (reader, node,
                                   _ ("A camera needs its azimuth, elevation and zoom"));
  hills->has_camera = TRUE;
  return TRUE;
}

static void
write_camera (JsonBuilder *builder, gconstpointer value)
{
  dh_fields_write (builder, camera_fields, G_N_ELEMENTS (camera_fields), value, value);
}

static gboolean
equal_camera (gconstpointer a, gconstpointer b)
{
  return !((const DhDocumentHills *) a)->has_camera;
}

static const DhField hills_fields[] = {
  { .name = "ground",
    .kind = DH_FIELD_OWN,
    .offset = G_STRUCT_OFFSET (DhDocumentHills, ground),
    .read = read_ground,
    .write = write_ground,
    .is_equal = equal_ground },
  { .name = "function",
    .kind = DH_FIELD_TEXT,
    .offset = G_STRUCT_OFFSET (DhDocumentHills, function) },
  { .name = "parameters",
    .kind = DH_FIELD_OWN,
    .read = read_parameters,
    .write = write_parameters,
    .is_equal = equal_parameters },
  { .name = "points",
    .kind = DH_FIELD_OWN,
    .read = read_points,
    .write = write_points,
    .is_equal = equal_points },
  { .name = "start",
    .kind = DH_FIELD_OWN,
    .read = read_ball_start,
    .write = write_ball_start,
    .is_equal = equal_ball_start },
  { .name = "noise",
    .kind = DH_FIELD_NUMBER,
    .offset = G_STRUCT_OFFSET (DhDocumentHills, noise),
    .maximum = DH_NOISE_MAX },
  { .name = "speed",
    .kind = DH_FIELD_NUMBER,
    .offset = G_STRUCT_OFFSET (DhDocumentHills, speed),
    .minimum = DH_RACE_MIN_SPEED,
    .maximum = DH_RACE_MAX_SPEED },
  { .name = "shared",
    .kind = DH_FIELD_BOOLEAN,
    .offset = G_STRUCT_OFFSET (DhDocumentHills, shared) },
  { .name = "basins",
    .kind = DH_FIELD_BOOLEAN,
    .offset = G_STRUCT_OFFSET (DhDocumentHills, basins) },
  { .name = "camera",
    .kind = DH_FIELD_OWN,
    .read = read_camera,
    .write = write_camera,
    .is_equal = equal_camera },
};

static gboolean
read_hills (DhFieldReader *reader, JsonNode *node, gpointer value)
{
  return dh_fields_read (reader, hills_fields, G_N_ELEMENTS (hills_fields), node,
                         _ ("The page “hills”"), value);
}

static void
write_hills (JsonBuilder *builder, gconstpointer value)
{
  g_autoptr (DhDocument) plain = dh_document_new ();

  dh_fields_write (builder, hills_fields, G_N_ELEMENTS (hills_fields), value, &plain->view.hills);
}

static gboolean
equal_hills (gconstpointer a, gconstpointer b)
{
  return dh_fields_equal (hills_fields, G_N_ELEMENTS (hills_fields), a, b);
}

/* ---- the window ---- */

static const char *const pages[] = { "lanes", "losses", "hills", NULL };
static const char *const lane_views[] = { "landscape", "faces", "chart", NULL };

static const DhField view_fields[] = {
  { .name = "page",
    .kind = DH_FIELD_WORD,
    .offset = G_STRUCT_OFFSET (DhDocumentView, page),
    .words = pages },
  { .name = "lane_view",
    .kind = DH_FIELD_WORD,
    .offset = G_STRUCT_OFFSET (DhDocumentView, lane_view),
    .words = lane_views },
  { .name = "log_axis",
    .kind = DH_FIELD_BOOLEAN,
    .offset = G_STRUCT_OFFSET (DhDocumentView, log_axis) },
  { .name = "gradient_norms",
    .kind = DH_FIELD_BOOLEAN,
    .offset = G_STRUCT_OFFSET (DhDocumentView, gradient_norms) },
  { .name = "show_mask",
    .kind = DH_FIELD_BOOLEAN,
    .offset = G_STRUCT_OFFSET (DhDocumentView, show_mask) },
  { .name = "show_landscapes",
    .kind = DH_FIELD_BOOLEAN,
    .offset = G_STRUCT_OFFSET (DhDocumentView, show_landscapes) },
  { .name = "same_rate",
    .kind = DH_FIELD_BOOLEAN,
    .offset = G_STRUCT_OFFSET (DhDocumentView, same_rate) },
  { .name = "hills",
    .kind = DH_FIELD_OWN,
    .offset = G_STRUCT_OFFSET (DhDocumentView, hills),
    .read = read_hills,
    .write = write_hills,
    .is_equal = equal_hills },
};

gboolean
dh_document_read_view (DhFieldReader *reader, JsonNode *node, gpointer value)
{
  return dh_fields_read (reader, view_fields, G_N_ELEMENTS (view_fields), node, _ ("The window"),
                         value);
}

void
dh_document_write_view (JsonBuilder *builder, gconstpointer value)
{
  g_autoptr (DhDocument) plain = dh_document_new ();

  dh_fields_write (builder, view_fields, G_N_ELEMENTS (view_fields), value, &plain->view);
}

gboolean
dh_document_equal_view (gconstpointer a, gconstpointer b)
{
  return dh_fields_equal (view_fields, G_N_ELEMENTS (view_fields), a, b);
}
