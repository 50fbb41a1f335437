/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A document's lanes as JSON: how each began, and what was changed at which iteration.
 */
#include "core/document/document-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "core/base/ranges.h"
#include "core/document/json.h"

#define LARGEST_COUNT ((double) G_MAXINT64)

/* ---- changes ---- */

/* A lane's first settings and its changes have the same members. */
#define SETTINGS(TYPE, SETTINGS, ALWAYS) \
  { .name = "loss", \
    .kind = DH_FIELD_OWN, \
    .offset = G_STRUCT_OFFSET (TYPE, SETTINGS.mix), \
    .always = ALWAYS, \
    .read = dh_document_read_mix, \
    .write = dh_document_write_mix, \
    .is_equal = dh_document_equal_mix }, \
    { .name = "rate", \
      .kind = DH_FIELD_NUMBER, \
      .offset = G_STRUCT_OFFSET (TYPE, SETTINGS.learning_rate), \
      .maximum = G_MAXDOUBLE, \
      .above = TRUE, \
      .always = ALWAYS }, \
    { .name = "optimizer", \
      .kind = DH_FIELD_OWN, \
      .offset = G_STRUCT_OFFSET (TYPE, SETTINGS.optimizer_config), \
      .always = ALWAYS, \
      .read = dh_document_read_optimizer, \
      .write = dh_document_write_optimizer, \
      .is_equal = dh_document_equal_optimizer }, \
    { .name = "mask", \
      .kind = DH_FIELD_OWN, \
      .offset = G_STRUCT_OFFSET (TYPE, SETTINGS.mask), \
      .read = dh_document_read_mask, \
      .write = dh_document_write_mask, \
      .is_equal = dh_document_equal_mask }, \
    { .name = "eyes", \
      .kind = DH_FIELD_NUMBER, \
      .offset = G_STRUCT_OFFSET (TYPE, SETTINGS.eye_multiplier), \
      .minimum = 1, \
      .maximum = DH_MULTIPLIER_MAX }, \
    { .name = "mouth", \
      .kind = DH_FIELD_NUMBER, \
      .offset = G_STRUCT_OFFSET (TYPE, SETTINGS.mouth_multiplier), \
      .minimum = 1, \
      .maximum = DH_MULTIPLIER_MAX }, \
  { \
    .name = "clip", .kind = DH_FIELD_OWN, .offset = G_STRUCT_OFFSET (TYPE, SETTINGS.clip), \
    .read = dh_document_read_clip, .write = dh_document_write_clip, \
    .is_equal = dh_document_equal_clip \
  }

static const DhField change_fields[] = {
  { .name = "iteration",
    .kind = DH_FIELD_COUNT,
    .offset = G_STRUCT_OFFSET (DhSettingsChange, iteration),
    .maximum = LARGEST_COUNT,
    .always = TRUE },
  SETTINGS (DhSettingsChange, settings, FALSE),
};

/* A lane while it is read or written. */
typedef struct
{
  DhDocumentLane lane;
  DhLaneSettings first;
  GArray *changes; /* DhSettingsChange */
} Draft;

static gboolean
read_change (DhFieldReader *reader, JsonNode *node, GArray *changes, const DhLaneSettings *before,
             guint64 earliest)
{
  DhSettingsChange change = { G_MAXUINT64, *before };

  if (!dh_fields_read (reader, change_fields, G_N_ELEMENTS (change_fields), node, _ ("A change"),
                       &change))
    return FALSE;
  if (change.iteration == G_MAXUINT64)
    return dh_field_reader_refuse (reader, node, _ ("A change needs its “iteration”"));
  if (change.iteration < earliest)
    return dh_field_reader_refuse (reader, node,
                                   _ ("A change at iteration %" PRIu64
                                      " must come before that at %" PRIu64 ": put them in order"),
                                   change.iteration, earliest);
  g_array_append_val (changes, change);
  return TRUE;
}

/* value: &draft->changes; all members before are read already. */
static gboolean
read_changes (DhFieldReader *reader, JsonNode *node, gpointer value)
{
  const Draft *draft = (const Draft *) ((char *) value - G_STRUCT_OFFSET (Draft, changes));
  JsonArray *array = dh_field_reader_take_array (reader, node, "changes", 0,
                                                 DH_DOCUMENT_MAX_CHANGES);
  DhLaneSettings before = draft->first;
  guint64 earliest = 0;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      const DhSettingsChange *change;

      if (!read_change (reader, json_array_get_element (array, i), draft->changes, &before,
                        earliest))
        return FALSE;
      change = &g_array_index (draft->changes, DhSettingsChange, i);
      before = change->settings;
      earliest = change->iteration;
    }
  return array != NULL;
}

static void
write_changes (JsonBuilder *builder, gconstpointer value)
{
  const Draft *draft = (const Draft *) ((const char *) value - G_STRUCT_OFFSET (Draft, changes));
  const DhSettingsLog *log = draft->lane.log;

  json_builder_begin_array (builder);
  for (guint i = 1; i < dh_settings_log_get_length (log); i++)
    dh_fields_write (builder, change_fields, G_N_ELEMENTS (change_fields),
                     dh_settings_log_get (log, i), dh_settings_log_get (log, i - 1));
  json_builder_end_array (builder);
}

/* Left out if there are none. */
static gboolean
equal_changes (gconstpointer a, gconstpointer b)
{
  const Draft *draft = (const Draft *) ((const char *) a - G_STRUCT_OFFSET (Draft, changes));

  return dh_settings_log_get_length (draft->lane.log) == 1;
}

/* ---- lanes ---- */

static gboolean
read_lane_number (DhFieldReader *reader, JsonNode *node, gpointer value)
{
  const DhDocument *document = reader->document;
  double number;

  if (!dh_field_reader_take_number (reader, node, "number", 1, DH_MAX_LANES, &number))
    return FALSE;
  if (number != (guint) number)
    return dh_field_reader_refuse_value (reader, node, "number", _ ("a whole number"));
  /* The last one is this lane. */
  for (guint i = 0; i + 1 < document->n_lanes; i++)
    if (document->lanes[i].number == (guint) number)
      return dh_field_reader_refuse (reader, node, _ ("there are two lanes with the number %u"),
                                     (guint) number);
  *(guint *) value = (guint) number;
  return TRUE;
}

static void
write_lane_number (JsonBuilder *builder, gconstpointer value)
{
  json_builder_add_int_value (builder, *(const guint *) value);
}

static const char *const plane_kinds[] = {
  [DH_PLANE_NONE] = "none",
  [DH_PLANE_TRAJECTORY] = "trajectory",
  [DH_PLANE_RANDOM] = "random",
  NULL,
};

static gboolean
read_plane_kind (DhFieldReader *reader, JsonNode *node, gpointer value)
{
  int index = dh_field_reader_take_word (reader, node, "landscape", plane_kinds);

  if (index >= 0)
    *(DhPlaneKind *) value = (DhPlaneKind) index;
  return index >= 0;
}

static void
write_plane_kind (JsonBuilder *builder, gconstpointer value)
{
  json_builder_add_string_value (builder, plane_kinds[*(const DhPlaneKind *) value]);
}

static gboolean
equal_plane_kind (gconstpointer a, gconstpointer b)
{
  return *(const DhPlaneKind *) a == *(const DhPlaneKind *) b;
}

static gboolean
read_rates (DhFieldReader *reader, JsonNode *node, gpointer value)
{
  GVariantBuilder rates;
  g_autoptr (GList) names = NULL;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return dh_field_reader_refuse_value (reader, node, "rates", _ ("grounds and rates in braces"));
  if (json_object_get_size (json_node_get_object (node)) > DH_DOCUMENT_MAX_RATES)
    return dh_field_reader_refuse (reader, node, _ ("“%s” must have at most %d members"), "rates",
                                   DH_DOCUMENT_MAX_RATES);
  names = json_object_get_members (json_node_get_object (node));
  g_variant_builder_init (&rates, G_VARIANT_TYPE ("a(sd)"));
  for (GList *name = names; name != NULL; name = name->next)
    {
      JsonNode *member = json_object_get_member (json_node_get_object (node), name->data);
      double rate;

      if (!dh_field_reader_take_number (reader, member, name->data, G_MINDOUBLE, G_MAXDOUBLE,
                                        &rate))
        {
          g_variant_builder_clear (&rates);
          return FALSE;
        }
      g_variant_builder_add (&rates, "(sd)", name->data, rate);
    }
  g_clear_pointer ((GVariant **) value, g_variant_unref);
  *(GVariant **) value = g_variant_ref_sink (g_variant_builder_end (&rates));
  return TRUE;
}

static void
write_rates (JsonBuilder *builder, gconstpointer value)
{
  GVariantIter iter;
  const char *ground;
  double rate;

  json_builder_begin_object (builder);
  g_variant_iter_init (&iter, *(GVariant *const *) value);
  while (g_variant_iter_next (&iter, "(&sd)", &ground, &rate))
    dh_json_add_number (builder, ground, rate);
  json_builder_end_object (builder);
}

/* Left out if there are none. */
static gboolean
equal_rates (gconstpointer a, gconstpointer b)
{
  GVariant *rates = *(GVariant *const *) a;

  return rates == NULL || g_variant_n_children (rates) == 0;
}

static const DhField ball_fields[] = {
  { .name = "optimizer",
    .kind = DH_FIELD_OWN,
    .offset = G_STRUCT_OFFSET (DhDocumentLane, ball_optimizer),
    .read = dh_document_read_ball_optimizer,
    .write = dh_document_write_ball_optimizer,
    .is_equal = dh_document_equal_optimizer },
  { .name = "loss",
    .kind = DH_FIELD_OWN,
    .offset = G_STRUCT_OFFSET (DhDocumentLane, ball_mix),
    .read = dh_document_read_mix,
    .write = dh_document_write_mix,
    .is_equal = dh_document_equal_mix },
  { .name = "rates",
    .kind = DH_FIELD_OWN,
    .offset = G_STRUCT_OFFSET (DhDocumentLane, ball_rates),
    .read = read_rates,
    .write = write_rates,
    .is_equal = equal_rates },
  { .name = "shown",
    .kind = DH_FIELD_BOOLEAN,
    .offset = G_STRUCT_OFFSET (DhDocumentLane, ball_shown) },
};

/* value: the lane */
static gboolean
read_ball (DhFieldReader *reader, JsonNode *node, gpointer value)
{
  return dh_fields_read (reader, ball_fields, G_N_ELEMENTS (ball_fields), node, _ ("A ball"),
                         value);
}

static void
write_ball (JsonBuilder *builder, gconstpointer value)
{
  g_autoptr (DhDocument) plain = dh_document_new ();

  dh_fields_write (builder, ball_fields, G_N_ELEMENTS (ball_fields), value,
                   dh_document_add_lane (plain));
}

static gboolean
equal_ball (gconstpointer a, gconstpointer b)
{
  return dh_fields_equal (ball_fields, G_N_ELEMENTS (ball_fields), a, b);
}

static const DhField lane_fields[] = {
  { .name = "number",
    .kind = DH_FIELD_OWN,
    .offset = G_STRUCT_OFFSET (Draft, lane.number),
    .always = TRUE,
    .read = read_lane_number,
    .write = write_lane_number },
  { .name = "iteration",
    .kind = DH_FIELD_COUNT,
    .offset = G_STRUCT_OFFSET (Draft, lane.iteration),
    .maximum = LARGEST_COUNT,
    .always = TRUE },
  SETTINGS (Draft, first, TRUE),
  { .name = "start",
    .kind = DH_FIELD_OWN,
    .offset = G_STRUCT_OFFSET (Draft, first.start),
    .read = dh_document_read_start,
    .write = dh_document_write_start,
    .is_equal = dh_document_equal_start },
  { .name = "changes",
    .kind = DH_FIELD_OWN,
    .offset = G_STRUCT_OFFSET (Draft, changes),
    .read = read_changes,
    .write = write_changes,
    .is_equal = equal_changes },
  { .name = "landscape",
    .kind = DH_FIELD_OWN,
    .offset = G_STRUCT_OFFSET (Draft, lane.plane_kind),
    .read = read_plane_kind,
    .write = write_plane_kind,
    .is_equal = equal_plane_kind },
  { .name = "ball",
    .kind = DH_FIELD_OWN,
    .offset = G_STRUCT_OFFSET (Draft, lane),
    .read = read_ball,
    .write = write_ball,
    .is_equal = equal_ball },
};

/* What a lane has where nothing is said. */
static DhLaneSettings
make_usual_settings (const DhDocument *document)
{
  DhLaneSettings settings;
  DhMix mix = { 1, { dh_mix_part_make ("mse") } };
  DhOptimizerConfig config =
    dh_optimizer_config_make (dh_optimizer_get_default (DH_OPTIMIZER_USER_NETWORK),
                              DH_OPTIMIZER_USER_NETWORK);

  settings = dh_lane_settings_make (&mix, &config, dh_catalog_get_preset_rate (document->preset));
  settings.start = document->start;
  return settings;
}

static DhSettingsLog *
make_log (const Draft *draft)
{
  DhSettingsChange first = { 0, draft->first };

  g_array_prepend_val (draft->changes, first);
  for (guint i = 0; i < draft->changes->len; i++)
    g_array_index (draft->changes, DhSettingsChange, i).settings.start = draft->first.start;
  return dh_settings_log_new_from ((const DhSettingsChange *) draft->changes->data,
                                   draft->changes->len);
}

static gboolean
read_lane (DhFieldReader *reader, JsonNode *node)
{
  DhDocument *document = reader->document;
  DhDocumentLane *lane = dh_document_add_lane (document);
  Draft draft = { .lane = *lane, .first = make_usual_settings (document) };
  gboolean read;

  draft.lane.iteration = G_MAXUINT64;
  draft.changes = g_array_new (FALSE, FALSE, sizeof (DhSettingsChange));
  read = dh_fields_read (reader, lane_fields, G_N_ELEMENTS (lane_fields), node, _ ("A lane"),
                         &draft);
  if (read)
    {
      draft.lane.log = make_log (&draft);
      if (draft.lane.iteration == G_MAXUINT64)
        draft.lane.iteration = dh_settings_log_get_last (draft.lane.log)->iteration;
    }
  *lane = draft.lane;
  g_array_unref (draft.changes);
  return read;
}

gboolean
dh_document_read_lanes (DhFieldReader *reader, JsonNode *node, gpointer value)
{
  JsonArray *array = dh_field_reader_take_array (reader, node, "lanes", 1, DH_MAX_LANES);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    if (!read_lane (reader, json_array_get_element (array, i)))
      return FALSE;
  return array != NULL;
}

void
dh_document_write_lanes (JsonBuilder *builder, gconstpointer value)
{
  const DhDocument *document = value;
  g_autoptr (DhDocument) other = dh_document_new ();
  Draft plain = { .lane = *dh_document_add_lane (other), .first = make_usual_settings (document) };

  json_builder_begin_array (builder);
  for (guint i = 0; i < document->n_lanes; i++)
    {
      const DhDocumentLane *lane = &document->lanes[i];
      Draft draft = { .lane = *lane, .first = dh_settings_log_get (lane->log, 0)->settings };

      dh_fields_write (builder, lane_fields, G_N_ELEMENTS (lane_fields), &draft, &plain);
    }
  json_builder_end_array (builder);
}
