/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A document as a link.
 *
 * The document's own text without blanks, compressed and written in the letters that base64 has for
 * addresses (RFC 4648, section 5).  A second format, of bits and bytes, would have been a tenth
 * shorter and a second reader to keep honest.  What makes the links short is a dictionary: deflate
 * may refer to text that both ends know.  In front stand the format's version and a checksum, since
 * mails and chats mangle links.
 *
 * From a link, only so much is unpacked as a document may reasonably have.
 */
#include "core/document/link.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <zlib.h>

#include "core/base/error.h"

#define VERSION   1
#define HEADER    5 /* bytes: the version, and the CRC-32 of the text */
#define MAX_TEXT  (1 << 20)
#define RAW       (-15) /* for zlib: no header of its own */
#define MAX_LEVEL 9

/* Part of the format: links made with another dictionary can't be read.  The likeliest comes last,
 * which makes the shortest references. */
static const char dictionary[] =
  "\"clip\":1.0\"start\":\"warm\"\"basins\":true\"shared\":true\"camera\":{\"azimuth\":-"
  "\"elevation\":0.\"zoom\":1.\"points\":[[-0.\"parameters\":[\"function\":\"face:shift\"face:turn"
  "face:toneface:morphfithill:bowlhill:ravinehill:saddlehill:plateauhill:rosenbrockhill:beale"
  "hill:himmelblauhill:rastriginhill:ackley\"curve\"x^2 + y^2sin(cos(exp(sqrt("
  "\"same_rate\":true\"show_mask\":true\"show_landscapes\":false\"log_axis\":false"
  "\"lane_view\":\"chart\"\"landscape\"\"page\":\"losses\"\"sha256\":\"linfbrokenflip"
  "focal_frequencylaplacian_pyramidms_ssimpixel_grad_difflogcosh{scale=huber{delta=0."
  "ssim_block+50%gmsd+mae{size=nesterovadagradnadamadabeliefrmspropadamw{decay=0.sgd{momentum{"
  "beta1=0.9beta2=0.99/step{every=/exponential{/cosine{over=1000}/warm_up=100"
  "\"seed\":\"preset\":\"128\"\"preset\":\"64\"\"ball\":{\"optimizer\":\"\"loss\":\"\"shown\":false"
  "\"rates\":{\"hill:bumpy\":0.01}}\"landscape\":\"none\"\"landscape\":\"random\""
  "\"mask\":\"components\"\"mask\":\"extended\"\"mask\":\"none\"\"eyes\":3.0,\"mouth\":2.0"
  "},\"window\":{\"page\":\"hills\",\"hills\":{\"ground\":\"hill:\"noise\":0.1,\"speed\":2.0}}}"
  "{\"format\":\"downhill\",\"version\":1,\"people\":[\"alder\",\"birch\"],\"preset\":\"quick\","
  "\"seed\":1,\"lanes\":[{\"number\":1,\"iteration\":1000,\"loss\":\"mse\",\"rate\":0.001,"
  "\"optimizer\":\"adam\",\"changes\":[{\"iteration\":100,\"optimizer\":\"sgd\"},"
  "{\"iteration\":200,\"loss\":\"smooth\"}]},{\"number\":2,\"iteration\":\"loss\":\"mae\","
  "\"rate\":0.01,\"optimizer\":\"adam\"},{\"number\":3,\"iteration\":\"loss\":\"ssim\",\"rate\":0.1,"
  "\"optimizer\":\"adam\",\"changes\":[{\"iteration\":1,\"mask\":\"},"
  "{\"iteration\":2,\"loss\":\"},{\"iteration\":1,\"rate\":0.0005},{\"iteration\":1";

static gboolean
refuse (GError **error, const char *reason)
{
  g_set_error (error, DH_ERROR, DH_ERROR_DOCUMENT,
               _ ("The link can’t be used: %s; copy it once more, whole."), reason);
  return FALSE;
}

gboolean
dh_link_is (const char *text)
{
  return g_ascii_strncasecmp (text, DH_LINK_PREFIX, strlen (DH_LINK_PREFIX)) == 0;
}

/* ---- making ---- */

static gboolean
check_starts (const DhDocument *document, GError **error)
{
  for (guint i = 0; i < document->n_lanes; i++)
    {
      const DhDocumentLane *lane = &document->lanes[i];

      if (dh_settings_log_get (lane->log, 0)->settings.start.kind != DH_START_FILE)
        continue;
      g_set_error (error, DH_ERROR, DH_ERROR_DOCUMENT,
                   _ ("Lane %u starts from the weights of a file, which can’t travel in a link: "
                      "save a document instead, or remove the lane."),
                   lane->number);
      return FALSE;
    }
  return TRUE;
}

/* Without what only means something here. */
static char *
dup_text (const DhDocument *document)
{
  DhDocument shown = *document;

  for (guint side = 0; side < 2; side++)
    shown.people[side].folder = NULL;
  if (shown.start.kind == DH_START_FILE)
    shown.start = dh_start_make (DH_START_SCRATCH, NULL);
  return dh_document_to_dense_text (&shown);
}

static void
append_compressed (GByteArray *bytes, const char *text, gsize size)
{
  z_stream stream = { .next_in = (Bytef *) text, .avail_in = (uInt) size };
  int status = deflateInit2 (&stream, MAX_LEVEL, Z_DEFLATED, RAW, MAX_LEVEL, Z_DEFAULT_STRATEGY);
  guint before = bytes->len;

  if (status != Z_OK)
    g_error ("zlib has no memory for its tables"); /* as GLib would */
  deflateSetDictionary (&stream, (const Bytef *) dictionary, sizeof dictionary - 1);
  g_byte_array_set_size (bytes, before + (guint) deflateBound (&stream, (uLong) size) + 64);
  stream.next_out = bytes->data + before;
  stream.avail_out = bytes->len - before;
  status = deflate (&stream, Z_FINISH);
  g_assert (status == Z_STREAM_END);
  g_byte_array_set_size (bytes, before + (guint) stream.total_out);
  deflateEnd (&stream);
}

static void
append_header (GByteArray *bytes, const char *text, gsize size)
{
  const guint32 sum = (guint32) crc32 (0, (const Bytef *) text, (uInt) size);
  const guint8 header[HEADER] = { VERSION, (guint8) (sum >> 24), (guint8) (sum >> 16),
                                  (guint8) (sum >> 8), (guint8) sum };

  g_byte_array_append (bytes, header, HEADER);
}

/* With the letters for addresses, and without the "=" at the end. */
static char *
encode (const GByteArray *bytes)
{
  char *text = g_base64_encode (bytes->data, bytes->len);

  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  text[strcspn (text, "=")] = '\0';
  return text;
}

char *
dh_link_new (const DhDocument *document, GError **error)
{
  g_autofree char *text = NULL, *letters = NULL;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  gsize size;

  if (!check_starts (document, error))
    return NULL;
  text = dup_text (document);
  size = strlen (text);
  if (size <= MAX_TEXT)
    {
      append_header (bytes, text, size);
      append_compressed (bytes, text, size);
      letters = encode (bytes);
    }
  if (letters != NULL && strlen (letters) + strlen (DH_LINK_PREFIX) <= DH_LINK_MAX_LENGTH)
    return g_strconcat (DH_LINK_PREFIX, letters, NULL);
  g_set_error_literal (error, DH_ERROR, DH_ERROR_DOCUMENT,
                       _ ("There are too many changes for a link: save a document instead."));
  return NULL;
}

char *
dh_link_dup_gap (const DhDocument *document)
{
  guint n = 0;

  for (guint side = 0; side < 2; side++)
    n += document->people[side].id == NULL;
  if (n == 0)
    return NULL;
  return g_strdup (g_dngettext (GETTEXT_PACKAGE,
                                "A folder of your own pictures can’t travel in a link: whoever "
                                "opens it will be asked for a folder.",
                                "Folders of your own pictures can’t travel in a link: whoever "
                                "opens it will be asked for folders.",
                                n));
}

/* ---- reading ---- */

/* Without prefix and blanks, with the letters of plain base64; NULL: there are others. */
static char *
dup_letters (const char *link)
{
  g_autoptr (GString) letters = g_string_new (NULL);

  for (const char *c = link + strlen (DH_LINK_PREFIX); *c != '\0'; c++)
    if (g_ascii_isalnum (*c))
      g_string_append_c (letters, *c);
    else if (*c == '-' || *c == '_')
      g_string_append_c (letters, *c == '-' ? '+' : '/');
    else if (!g_ascii_isspace (*c) && *c != '=')
      return NULL;
  if (letters->len % 4 == 1)
    return NULL;
  while (letters->len % 4 != 0)
    g_string_append_c (letters, '=');
  return g_string_free (g_steal_pointer (&letters), FALSE);
}

/* NULL: damaged, or more than MAX_TEXT bytes */
static GByteArray *
decompress (const guint8 *data, gsize size)
{
  g_autoptr (GByteArray) text = g_byte_array_new ();
  z_stream stream = { .next_in = (Bytef *) data, .avail_in = (uInt) size };
  int status;

  if (inflateInit2 (&stream, RAW) != Z_OK)
    return NULL;
  inflateSetDictionary (&stream, (const Bytef *) dictionary, sizeof dictionary - 1);
  do
    {
      guint8 piece[4096];

      stream.next_out = piece;
      stream.avail_out = sizeof piece;
      status = inflate (&stream, Z_NO_FLUSH);
      g_byte_array_append (text, piece, sizeof piece - stream.avail_out);
    }
  while (status == Z_OK && text->len <= MAX_TEXT);
  if (stream.avail_in > 0)
    status = Z_DATA_ERROR;
  inflateEnd (&stream);
  return status == Z_STREAM_END && text->len <= MAX_TEXT ? g_steal_pointer (&text) : NULL;
}

static gboolean
has_sum (const guint8 *header, const GByteArray *text)
{
  const guint32 sum = (guint32) crc32 (0, text->data, text->len);

  return sum == ((guint32) header[1] << 24 | header[2] << 16 | header[3] << 8 | header[4]);
}

static GByteArray *
unpack (const char *link, GError **error)
{
  g_autofree char *letters = NULL;
  g_autofree guint8 *data = NULL;
  g_autoptr (GByteArray) text = NULL;
  gsize size = 0;

  letters = strlen (link) <= 2 * DH_LINK_MAX_LENGTH ? dup_letters (link) : NULL;
  if (letters != NULL && letters[0] != '\0')
    data = g_base64_decode (letters, &size);
  if (size > 0 && data[0] != VERSION)
    {
      g_set_error_literal (error, DH_ERROR, DH_ERROR_DOCUMENT,
                           _ ("The link can’t be used: it is damaged, or a newer Downhill made it; "
                              "copy it once more, or update the program."));
      return NULL;
    }
  text = size > HEADER ? decompress (data + HEADER, size - HEADER) : NULL;
  if (text != NULL && has_sum (data, text))
    return g_steal_pointer (&text);
  refuse (error, _ ("a part of it is missing or changed"));
  return NULL;
}

DhDocument *
dh_link_read (const char *link, GError **error)
{
  g_autoptr (GByteArray) text = NULL;

  if (!dh_link_is (link))
    {
      refuse (error, _ ("it doesn’t begin with “downhill:”"));
      return NULL;
    }
  text = unpack (link, error);
  return text != NULL
           ? dh_document_new_from_text ((const char *) text->data, text->len, NULL, error)
           : NULL;
}
