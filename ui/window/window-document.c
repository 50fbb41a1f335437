/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The session as a document: opening, saving, and the document's name.
 *
 * An opened document becomes the present state, as any change does: its settings are saved like
 * those that are made by hand, and undoing brings the former training back, with what the window
 * showed then.  Nothing is changed before the document is known to be complete: a folder that isn't
 * here is asked for first.  Nobody is asked to save: a document is a copy to keep or to pass on, not
 * the only place where the settings are.
 */
#include "ui/window/window-private.h"

#include <glib/gi18n-lib.h>

#include "core/document/link.h"
#include "core/session/session-document.h"
#include "ui/widgets/file-choice.h"
#include "ui/widgets/question.h"
#include "ui/widgets/toast.h"

#define OPENING "downhill-opening"

/* ---- words ---- */

void
dh_window_explain (DhWindow *self, const char *heading, const char *sentence)
{
  gtk_window_present (
    GTK_WINDOW (dh_question_new (GTK_WINDOW (self), heading, sentence, _ ("_Close"))));
}

void
dh_window_tell (DhWindow *self, const char *sentence)
{
  g_autofree char *title = g_markup_escape_text (sentence, -1);

  dh_toast_show (ADW_TOAST_OVERLAY (self->toasts), adw_toast_new (title));
}

static void
show_name (DhWindow *self)
{
  g_autofree char *name = NULL, *title = NULL;

  if (self->document_path != NULL)
    {
      name = g_filename_display_basename (self->document_path);
      /* Translators: the window's title: a document's name and the program's */
      title = g_strdup_printf (_ ("%s – Downhill"), name);
    }
  gtk_window_set_title (GTK_WINDOW (self), title != NULL ? title : _ ("Downhill"));
}

static void
set_path (DhWindow *self, const char *path)
{
  g_autofree char *own = g_strdup (path);

  g_free (self->document_path);
  self->document_path = g_steal_pointer (&own);
  show_name (self);
}

void
dh_window_forget_document (DhWindow *self)
{
  set_path (self, NULL);
}

/* ---- what differs from where the document was written ---- */

/* Takes the document, or NULL: nothing is to be compared. */
static void
compare_later (DhWindow *self, DhDocument *document)
{
  g_clear_pointer (&self->compared, dh_document_free);
  self->compared = document;
  dh_window_note_document (self, NULL);
}

/* Where it isn't known how the document was made, there is nothing to say. */
static gboolean
says_where_it_was_made (const DhDocument *document)
{
  return document->instructions != NULL || document->people[0].fingerprint != NULL
         || document->people[1].fingerprint != NULL;
}

/* The faces are known once they are read, the convolutions once a lane has trained. */
static void
compare_cb (DhWindow *self)
{
  g_autoptr (DhDocument) document = NULL;
  g_autofree char *difference = NULL;

  if (self->compared == NULL || dh_session_get_status (self->session) != DH_SESSION_READY
      || dh_session_get_iteration (self->session) == 0)
    return;
  document = g_steal_pointer (&self->compared);
  if (!says_where_it_was_made (document))
    return;
  difference = dh_session_compare_with_document (self->session, document);
  if (difference != NULL)
    dh_window_note_document (self, difference);
  else
    dh_window_tell (self, _ ("This computer trains the document to the same bytes"));
}

/* ---- what undoing brings back ---- */

/* What the window shows beside the training. */
typedef struct
{
  DhWindow *window; /* which ends undo before it goes */
  DhDocument *shown;
  char *path;
} Former;

static void
former_free (gpointer data)
{
  Former *former = data;

  dh_document_free (former->shown);
  g_free (former->path);
  g_free (former);
}

static Former *
former_new (DhWindow *self)
{
  Former *former = g_new0 (Former, 1);

  former->window = self;
  former->shown = dh_document_new ();
  dh_window_describe_view (self, &former->shown->view);
  former->path = g_strdup (self->document_path);
  return former;
}

static gboolean
exchange (gpointer data)
{
  Former *former = data, *present = former_new (former->window), old = *former;

  dh_window_show_view (old.window, &old.shown->view);
  set_path (old.window, old.path);
  compare_later (old.window, NULL);
  *former = *present;
  *present = old;
  former_free (present);
  return TRUE;
}

static const DhUndoKind former_kind = { .exchange = exchange, .free = former_free };

/* ---- opening ---- */

/* A document on its way into the window, past the questions that it raises. */
typedef struct
{
  DhWindow *window;
  DhDocument *document;
  char *path;    /* NULL: it came as a link */
  guint side;    /* whose folder is asked for */
  gboolean fits; /* or somebody has agreed to try */
} Opening;

static void consider (Opening *opening);

static void
opening_free (Opening *opening)
{
  g_object_unref (opening->window);
  g_clear_pointer (&opening->document, dh_document_free);
  g_free (opening->path);
  g_free (opening);
}

static void
explain_opening (DhWindow *self, const char *sentence)
{
  dh_window_explain (self, _ ("This Document Can’t Be Opened"), sentence);
}

/* Takes the opening. */
static void
open_now (Opening *opening)
{
  DhWindow *self = opening->window;
  Former *former = former_new (self);
  g_autoptr (GError) error = NULL;

  dh_session_hold_undo (self->session);
  if (dh_session_open_document (self->session, opening->document, &error))
    {
      dh_session_extend_undo (self->session, &former_kind, g_steal_pointer (&former));
      dh_window_show_view (self, &opening->document->view);
      set_path (self, opening->path);
      if (opening->path != NULL)
        dh_window_note_recent (opening->path);
      dh_session_set_playing (self->session, TRUE);
      compare_later (self, g_steal_pointer (&opening->document));
    }
  else
    explain_opening (self, error->message);
  dh_session_release_undo (self->session);
  g_clear_pointer (&former, former_free);
  opening_free (opening);
}

/* An opening belongs to the question that it waits for: a dialog may go without an answer. */
static void
wait_for_answer (Opening *opening, AdwMessageDialog *dialog, GCallback answered)
{
  g_object_set_data_full (G_OBJECT (dialog), OPENING, opening, (GDestroyNotify) opening_free);
  g_signal_connect (dialog, "response", answered, NULL);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
lose_cb (AdwMessageDialog *dialog, const char *response)
{
  Opening *opening = g_object_steal_data (G_OBJECT (dialog), OPENING);

  if (g_str_equal (response, "open") && opening->window->session != NULL)
    open_now (opening);
  else
    opening_free (opening);
}

static void
ask_to_lose (Opening *opening)
{
  AdwMessageDialog *dialog =
    dh_question_new (GTK_WINDOW (opening->window), _ ("Open the Document?"),
                     _ ("The training so far will be lost: there is not enough memory to keep "
                        "it, so this can’t be undone."),
                     _ ("_Cancel"));

  adw_message_dialog_add_response (dialog, "open", _ ("_Open"));
  adw_message_dialog_set_response_appearance (dialog, "open", ADW_RESPONSE_DESTRUCTIVE);
  wait_for_answer (opening, dialog, G_CALLBACK (lose_cb));
}

/* ---- a folder that isn't here ---- */

static gboolean
lacks_folder (const DhDocumentPerson *person)
{
  return person->id == NULL
         && (person->folder == NULL || !g_file_test (person->folder, G_FILE_TEST_IS_DIR));
}

static void
folder_cb (GtkNativeDialog *dialog, int response, Opening *opening)
{
  DhWindow *self = opening->window;
  gboolean elsewhere;
  g_autofree char *path = dh_file_choice_take (&self->file_dialog, response, &elsewhere);
  DhDocumentPerson *person = &opening->document->people[opening->side];

  if (elsewhere && self->session != NULL)
    dh_file_choice_refuse (GTK_WIDGET (self), _ ("The Document Wasn’t Opened"));
  if (path == NULL || self->session == NULL)
    {
      opening_free (opening);
      return;
    }
  g_free (person->folder);
  person->folder = g_steal_pointer (&path);
  consider (opening);
}

static void
folder_asked_cb (AdwMessageDialog *dialog, const char *response)
{
  Opening *opening = g_object_steal_data (G_OBJECT (dialog), OPENING);
  DhWindow *self = opening->window;

  if (!g_str_equal (response, "choose") || self->session == NULL || self->file_dialog != NULL)
    {
      opening_free (opening);
      return;
    }
  self->file_dialog = gtk_file_chooser_native_new (_ ("Choose a Folder of Faces"),
                                                   GTK_WINDOW (self),
                                                   GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER,
                                                   _ ("_Choose"), NULL);
  g_signal_connect (self->file_dialog, "response", G_CALLBACK (folder_cb), opening);
  dh_file_choice_show_pictures (self->file_dialog);
}

static char *
dup_folder_question (const char *folder, char side)
{
  g_autofree char *shown = folder != NULL ? g_filename_display_name (folder) : NULL;

  if (shown != NULL)
    return g_strdup_printf (_ ("The document uses pictures in “%s” for person %c, and there is no "
                               "such folder here. Choose a folder with pictures of one face."),
                            shown, side);
  return g_strdup_printf (_ ("The link uses somebody’s own pictures for person %c, and pictures "
                             "can’t come with a link. Choose a folder with pictures of one face."),
                          side);
}

static void
ask_folder (Opening *opening, guint side)
{
  const char letter = (char) ('A' + side);
  g_autofree char *body = dup_folder_question (opening->document->people[side].folder, letter);
  g_autofree char *heading = g_strdup_printf (_ ("Pictures of Person %c Needed"), letter);
  AdwMessageDialog *dialog = dh_question_new (GTK_WINDOW (opening->window), heading, body,
                                              _ ("_Cancel"));

  opening->side = side;
  adw_message_dialog_add_response (dialog, "choose", _ ("C_hoose a Folder…"));
  adw_message_dialog_set_response_appearance (dialog, "choose", ADW_RESPONSE_SUGGESTED);
  wait_for_answer (opening, dialog, G_CALLBACK (folder_asked_cb));
}

/* ---- memory ---- */

static void
fits_cb (AdwMessageDialog *dialog, const char *response)
{
  Opening *opening = g_object_steal_data (G_OBJECT (dialog), OPENING);

  opening->fits = g_str_equal (response, "open");
  if (opening->fits && opening->window->session != NULL)
    consider (opening);
  else
    opening_free (opening);
}

/* FALSE: nothing has to be asked. */
static gboolean
ask_about_memory (Opening *opening)
{
  DhRoom room;
  g_autofree char *body = dh_window_dup_document_need (opening->window, opening->document, &room);
  AdwMessageDialog *dialog;

  if (body == NULL)
    return FALSE;
  dialog = dh_question_new (GTK_WINDOW (opening->window),
                            room == DH_ROOM_NONE ? _ ("Not Enough Memory for This Document")
                                                 : _ ("More Than Half of the Free Memory Needed"),
                            body, room == DH_ROOM_NONE ? _ ("_Close") : _ ("_Cancel"));
  if (room != DH_ROOM_NONE)
    adw_message_dialog_add_response (dialog, "open", _ ("_Open"));
  wait_for_answer (opening, dialog, G_CALLBACK (fits_cb));
  return TRUE;
}

/* Takes the opening, and asks one question after the other. */
static void
consider (Opening *opening)
{
  for (guint side = 0; side < 2; side++)
    if (lacks_folder (&opening->document->people[side]))
      {
        ask_folder (opening, side);
        return;
      }
  if (!opening->fits && ask_about_memory (opening))
    return;
  if (dh_session_can_keep (opening->window->session, NULL, opening->document->preset))
    open_now (opening);
  else
    ask_to_lose (opening);
}

/* Takes the document. */
static void
open_document (DhWindow *self, DhDocument *document, const char *path)
{
  Opening *opening = g_new0 (Opening, 1);

  opening->window = g_object_ref (self);
  opening->document = document;
  opening->path = g_strdup (path);
  consider (opening);
}

void
dh_window_open_link (DhWindow *self, const char *link)
{
  g_autoptr (GError) error = NULL;
  DhDocument *document = dh_link_read (link, &error);

  if (document != NULL)
    open_document (self, document, NULL);
  else
    dh_window_explain (self, _ ("This Link Can’t Be Opened"), error->message);
}

static void
open_path (DhWindow *self, const char *path)
{
  g_autoptr (GError) error = NULL;
  DhDocument *document = dh_document_load (path, &error);

  if (document != NULL)
    open_document (self, document, path);
  else
    explain_opening (self, error->message);
}

void
dh_window_open (DhWindow *self, GFile *file)
{
  g_autofree char *uri = g_file_get_uri (file), *path = g_file_get_path (file);

  g_return_if_fail (DH_IS_WINDOW (self) && self->session != NULL);
  if (dh_link_is (uri))
    dh_window_open_link (self, uri);
  else if (path != NULL && g_str_has_suffix (path, DH_LESSON_SUFFIX))
    g_action_group_activate_action (G_ACTION_GROUP (self), "open-lesson",
                                    g_variant_new_bytestring (path));
  else if (path != NULL)
    open_path (self, path);
  else
    {
      g_autofree char *sentence =
        g_strdup_printf (_ ("“%s” isn’t a file on this computer: save it here first."), uri);

      explain_opening (self, sentence);
    }
}

/* ---- saving ---- */

DhDocument *
dh_window_make_document (DhWindow *self)
{
  DhDocument *document = dh_session_make_document (self->session);

  dh_window_describe_view (self, &document->view);
  return document;
}

void
dh_window_save_document (DhWindow *self, const char *path)
{
  g_autoptr (DhDocument) document = dh_window_make_document (self);
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *told = NULL;
  g_autoptr (GError) error = NULL;

  if (!dh_document_save (document, path, &error))
    {
      dh_window_explain (self, _ ("The Document Wasn’t Saved"), error->message);
      return;
    }
  set_path (self, path);
  dh_window_note_recent (path);
  told = g_strdup_printf (_ ("Saved as “%s”"), name);
  dh_window_tell (self, told);
}

/* ---- set-up ---- */

void
dh_window_setup_document (DhWindow *self)
{
  g_signal_connect_swapped (self->session, "notify::iteration", G_CALLBACK (compare_cb), self);
  g_signal_connect_swapped (self->session, "notify::status", G_CALLBACK (compare_cb), self);
  show_name (self);
}

void
dh_window_drop_document (DhWindow *self)
{
  g_clear_pointer (&self->document_path, g_free);
  g_clear_pointer (&self->compared, dh_document_free);
  g_clear_pointer (&self->document_note, g_free);
}
