/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Notices: what the user should know although nothing failed, mostly about files.  A folder of a
 * thousand pictures with the same colour profile is one fact, not a thousand lines, so equal
 * notices are counted and shown once, with the name of the first picture.  This is a list and not a
 * callback, because the code that reads files doesn't know whether a window, a terminal or a test
 * will show the notices, nor on which thread.
 */
#include "core/base/notices.h"

#include <glib/gi18n-lib.h>

#define MAX_SENTENCES 6

typedef struct
{
  char *name; /* of the first picture; NULL: the text is a sentence */
  char *text;
  guint n;
} Notice;

struct _DhNotices
{
  char *folder;        /* or NULL */
  GPtrArray *notices;  /* of Notice */
  GHashTable *by_text; /* text → Notice, those about pictures */
};

static void
notice_free (gpointer data)
{
  Notice *self = data;

  g_free (self->name);
  g_free (self->text);
  g_free (self);
}

DhNotices *
dh_notices_new (void)
{
  DhNotices *self = g_new0 (DhNotices, 1);

  self->notices = g_ptr_array_new_with_free_func (notice_free);
  self->by_text = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

void
dh_notices_free (DhNotices *self)
{
  if (self == NULL)
    return;
  g_free (self->folder);
  g_hash_table_unref (self->by_text);
  g_ptr_array_unref (self->notices);
  g_free (self);
}

void
dh_notices_set_folder (DhNotices *self, const char *folder)
{
  g_free (self->folder);
  self->folder = g_strdup (folder);
}

/* Takes the name. */
static Notice *
append (DhNotices *self, char *name, const char *text)
{
  Notice *notice = g_new (Notice, 1);

  *notice = (Notice) { name, g_strdup (text), 1 };
  g_ptr_array_add (self->notices, notice);
  return notice;
}

void
dh_notices_add (DhNotices *self, const char *name, const char *text)
{
  Notice *notice;

  if (self == NULL)
    return;
  notice = g_hash_table_lookup (self->by_text, text);
  if (notice != NULL)
    {
      notice->n++;
      return;
    }
  notice = append (self,
                   self->folder != NULL ? g_build_filename (self->folder, name, NULL)
                                        : g_strdup (name),
                   text);
  g_hash_table_insert (self->by_text, notice->text, notice);
}

void
dh_notices_say (DhNotices *self, const char *sentence)
{
  if (self != NULL)
    append (self, NULL, sentence);
}

static char *
dup_sentence (const Notice *notice)
{
  if (notice->name == NULL)
    return g_strdup (notice->text);
  if (notice->n == 1)
    /* Translators: a picture's name and what is to be said of it */
    return g_strdup_printf (_ ("“%s”: %s."), notice->name, notice->text);
  /* Translators: %u is at least 2; a picture's name and what is to be said of all */
  return g_strdup_printf (_ ("%u pictures, the first “%s”: %s."), notice->n, notice->name,
                          notice->text);
}

char **
dh_notices_dup_sentences (const DhNotices *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint n = self->notices->len, n_shown = n <= MAX_SENTENCES ? n : MAX_SENTENCES - 1;

  for (guint i = 0; i < n_shown; i++)
    {
      g_autofree char *sentence = dup_sentence (self->notices->pdata[i]);

      g_strv_builder_add (builder, sentence);
    }
  if (n_shown < n)
    {
      g_autofree char *rest = g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE, "And %u more notice.", "And %u more notices.", n - n_shown),
        n - n_shown);

      g_strv_builder_add (builder, rest);
    }
  return g_strv_builder_end (builder);
}
