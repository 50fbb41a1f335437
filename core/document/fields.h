/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/document/json-text.h"

G_BEGIN_DECLS

/* One member of a JSON object, and where its value is kept in a struct. */
typedef enum
{
  DH_FIELD_BOOLEAN, /* gboolean */
  DH_FIELD_NUMBER,  /* double, from minimum to maximum */
  DH_FIELD_COUNT,   /* guint64, the same, at most G_MAXINT64 */
  DH_FIELD_WORD,    /* const char *: one of `words` */
  DH_FIELD_TEXT,    /* char *, owned; NULL: there is none */
  DH_FIELD_OWN,     /* anything, with functions of its own */
} DhFieldKind;

/* Reads one text. */
typedef struct
{
  const DhJsonText *text;
  const char *name;  /* of the file; NULL: a link */
  gpointer document; /* the caller's */
  GError **error;
} DhFieldReader;

typedef struct
{
  const char *name;
  DhFieldKind kind;
  gsize offset;
  double minimum, maximum;
  gboolean above;           /* the minimum itself isn't allowed */
  const char *const *words; /* NULL-terminated */
  gboolean always;          /* written even if it is the default */
  /* Of OWN; value: at the offset.  is_equal NULL: never. */
  gboolean (*read) (DhFieldReader *reader, JsonNode *node, gpointer value);
  void (*write) (JsonBuilder *builder, gconstpointer value);
  gboolean (*is_equal) (gconstpointer a, gconstpointer b);
} DhField;

/* Fills the struct from those members that are there, in the order of the fields.  what: what the
 * node is, for messages: "a lane".  FALSE with an error if the node isn't an object, has a member
 * of another name or a value isn't allowed. */
gboolean dh_fields_read (DhFieldReader *reader, const DhField *fields, guint n_fields,
                         JsonNode *node, const char *what, gpointer object);
/* Adds an object with those whose values differ from the plain object's, or are always there. */
void dh_fields_write (JsonBuilder *builder, const DhField *fields, guint n_fields,
                      gconstpointer object, gconstpointer plain);
/* Whether nothing would be written but what is always there. */
gboolean dh_fields_equal (const DhField *fields, guint n_fields, gconstpointer a, gconstpointer b);

/* Always FALSE, with DH_ERROR_DOCUMENT: the file or link, the line, and the text, which ends
 * without a full stop. */
gboolean dh_field_reader_refuse_line (const DhFieldReader *self, guint line, const char *text);
G_GNUC_PRINTF (3, 4)
gboolean dh_field_reader_refuse (const DhFieldReader *self, JsonNode *node, const char *format,
                                 ...);
/* “rate” must be a number above 0, not "fast".  must: "a number above 0" */
gboolean dh_field_reader_refuse_value (const DhFieldReader *self, JsonNode *node, const char *name,
                                       const char *must);
/* Values that a field's own reader checks. */
gboolean dh_field_reader_take_number (const DhFieldReader *self, JsonNode *node, const char *name,
                                      double minimum, double maximum, double *value);
/* NULL with an error: no text, or too long; lent */
const char *dh_field_reader_take_text (const DhFieldReader *self, JsonNode *node, const char *name);
/* The word's index; -1 with an error that lists all. */
int dh_field_reader_take_word (const DhFieldReader *self, JsonNode *node, const char *name,
                               const char *const *words);
/* An array of at most `most` elements; what: "lanes" */
JsonArray *dh_field_reader_take_array (const DhFieldReader *self, JsonNode *node, const char *name,
                                       guint least, guint most);

G_END_DECLS
