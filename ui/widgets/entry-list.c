/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Drop-downs that explain their entries.  In the list, a second line says what a name means, so
 * that nobody needs a manual to choose; the button shows only the name.
 */
#include "ui/widgets/entry-list.h"

#include <glib/gi18n-lib.h>

#include "ui/widgets/scheme.h"
#include "ui/widgets/whole-text.h"

#define DETAIL_CHARS 44

/* A GObject around an entry, which is either static or owned by the object. */
#define DH_TYPE_ENTRY_ITEM (dh_entry_item_get_type ())
G_DECLARE_FINAL_TYPE (DhEntryItem, dh_entry_item, DH, ENTRY_ITEM, GObject)

#define TIP "downhill-tip" /* the data of a drop-down */

struct _DhEntryItem
{
  GObject parent_instance;
  const DhCatalogEntry *entry;
  DhCatalogEntry own;
  char *id, *name, *summary; /* strings of `own` */
  char *note;                /* an additional line, or NULL */
  gboolean verb;             /* opens a dialog; always the last */
};

enum
{
  PROP_0,
  PROP_NOTE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (DhEntryItem, dh_entry_item, G_TYPE_OBJECT)

static void
dh_entry_item_finalize (GObject *object)
{
  DhEntryItem *self = DH_ENTRY_ITEM (object);

  g_free (self->id);
  g_free (self->name);
  g_free (self->summary);
  g_free (self->note);
  G_OBJECT_CLASS (dh_entry_item_parent_class)->finalize (object);
}

static void
dh_entry_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_NOTE)
    g_value_set_string (value, DH_ENTRY_ITEM (object)->note);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dh_entry_item_class_init (DhEntryItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dh_entry_item_finalize;
  G_OBJECT_CLASS (klass)->get_property = dh_entry_item_get_property;
  properties[PROP_NOTE] = g_param_spec_string ("note", NULL, NULL, NULL,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);
}

static void
dh_entry_item_init (DhEntryItem *self)
{
}

static GtkWidget *
create_line (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  dh_whole_text_watch (label);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

/* The list may be wider than its button; longer text wraps. */
static GtkWidget *
create_lines (const char *css_class)
{
  GtkWidget *label = create_line (css_class);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_NONE);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_width_chars (GTK_LABEL (label), DETAIL_CHARS);
  gtk_label_set_max_width_chars (GTK_LABEL (label), DETAIL_CHARS);
  return label;
}

static void
setup_button_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, create_line ("entry-name"));
}

static void
bind_button_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  DhEntryItem *entry = gtk_list_item_get_item (item);

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), entry->entry->name);
}

static void
setup_row_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (lines), create_line (NULL));
  gtk_box_append (GTK_BOX (lines), create_lines ("entry-detail"));
  gtk_box_append (GTK_BOX (lines), create_lines ("entry-note"));
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_box_append (GTK_BOX (row), lines);
  gtk_box_append (GTK_BOX (row), gtk_image_new_from_icon_name ("object-select-symbolic"));
  gtk_list_item_set_child (item, row);
}

static void
update_check_cb (GtkDropDown *drop_down, GParamSpec *pspec, GtkListItem *item)
{
  GtkWidget *row = gtk_list_item_get_child (item);
  gboolean selected = gtk_list_item_get_item (item) == gtk_drop_down_get_selected_item (drop_down);

  if (row != NULL)
    gtk_widget_set_opacity (gtk_widget_get_last_child (row), selected ? 1 : 0);
}

static void
update_note_cb (DhEntryItem *item, GParamSpec *pspec, GtkWidget *label)
{
  gtk_label_set_text (GTK_LABEL (label), item->note != NULL ? item->note : "");
  gtk_widget_set_visible (label, item->note != NULL);
}

static void
bind_row_cb (GtkSignalListItemFactory *factory, GtkListItem *item, GtkDropDown *drop_down)
{
  DhEntryItem *entry = gtk_list_item_get_item (item);
  GtkWidget *row = gtk_list_item_get_child (item);
  GtkWidget *lines = gtk_widget_get_first_child (row);
  GtkWidget *name = gtk_widget_get_first_child (lines), *note = gtk_widget_get_last_child (lines);
  GtkWidget *detail = gtk_widget_get_next_sibling (name);
  gboolean has_formula = entry->entry->formula != NULL && *entry->entry->formula != '\0';
  const char *text = has_formula ? entry->entry->formula : entry->entry->summary;

  gtk_label_set_text (GTK_LABEL (name), entry->entry->name);
  gtk_label_set_text (GTK_LABEL (detail), text != NULL ? text : "");
  gtk_widget_set_visible (detail, text != NULL && *text != '\0');
  gtk_widget_set_tooltip_text (row, has_formula && entry->entry->summary != NULL
                                        && *entry->entry->summary != '\0'
                                      ? entry->entry->summary
                                      : NULL);
  g_signal_connect_object (drop_down, "notify::selected-item", G_CALLBACK (update_check_cb), item,
                           0);
  update_check_cb (drop_down, NULL, item);
  g_signal_connect_object (entry, "notify::note", G_CALLBACK (update_note_cb), note, 0);
  update_note_cb (entry, NULL, note);
}

static void
unbind_row_cb (GtkSignalListItemFactory *factory, GtkListItem *item, GtkDropDown *drop_down)
{
  GtkWidget *lines = gtk_widget_get_first_child (gtk_list_item_get_child (item));

  g_signal_handlers_disconnect_by_func (drop_down, update_check_cb, item);
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (item), update_note_cb,
                                        gtk_widget_get_last_child (lines));
}

void
dh_entry_list_explain (GtkWidget *widget, const char *name, const DhCatalogEntry *entry)
{
  g_autoptr (GString) tip = g_string_new (name);

  if (entry != NULL && entry->formula != NULL && *entry->formula != '\0')
    g_string_append_printf (tip, "\n%s", entry->formula);
  if (entry != NULL && entry->summary != NULL && *entry->summary != '\0')
    g_string_append_printf (tip, "\n%s", entry->summary);
  gtk_widget_set_tooltip_text (widget, tip->str);
}

static void
update_name_cb (GtkDropDown *drop_down, GParamSpec *pspec, gpointer title)
{
  DhEntryItem *item = gtk_drop_down_get_selected_item (drop_down);

  dh_drop_down_set_name (drop_down, title, item != NULL ? item->entry->name : NULL);
  if (item != NULL && item->entry->formula != NULL && *item->entry->formula != '\0')
    dh_entry_list_explain (GTK_WIDGET (drop_down), item->entry->name, item->entry);
  else
    gtk_widget_set_tooltip_text (GTK_WIDGET (drop_down),
                                 g_object_get_data (G_OBJECT (drop_down), TIP));
}

void
dh_entry_list_setup (GtkDropDown *drop_down, const char *title, const DhCatalogEntry *entries,
                     guint n_entries)
{
  g_autoptr (GListStore) store = g_list_store_new (DH_TYPE_ENTRY_ITEM);
  g_autoptr (GtkListItemFactory) button = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkListItemFactory) list = gtk_signal_list_item_factory_new ();
  const char *tip = gtk_widget_get_tooltip_text (GTK_WIDGET (drop_down));

  /* What is said of entries without a formula. */
  g_object_set_data_full (G_OBJECT (drop_down), TIP, g_strdup (tip != NULL ? tip : title), g_free);
  for (guint i = 0; i < n_entries; i++)
    {
      g_autoptr (DhEntryItem) item = g_object_new (DH_TYPE_ENTRY_ITEM, NULL);

      item->entry = &entries[i];
      g_list_store_append (store, item);
    }
  g_signal_connect (button, "setup", G_CALLBACK (setup_button_cb), NULL);
  g_signal_connect (button, "bind", G_CALLBACK (bind_button_cb), NULL);
  g_signal_connect (list, "setup", G_CALLBACK (setup_row_cb), NULL);
  g_signal_connect_object (list, "bind", G_CALLBACK (bind_row_cb), drop_down, 0);
  g_signal_connect_object (list, "unbind", G_CALLBACK (unbind_row_cb), drop_down, 0);
  g_signal_connect (drop_down, "notify::selected-item", G_CALLBACK (update_name_cb),
                    (gpointer) title);
  gtk_drop_down_set_factory (drop_down, button);
  gtk_drop_down_set_list_factory (drop_down, list);
  gtk_drop_down_set_model (drop_down, G_LIST_MODEL (store));
}

static DhEntryItem *
create_own_item (const char *id, const char *name, const char *summary)
{
  DhEntryItem *item = g_object_new (DH_TYPE_ENTRY_ITEM, NULL);

  item->id = g_strdup (id);
  item->name = g_strdup (name);
  item->summary = g_strdup (summary);
  item->own = (DhCatalogEntry) { item->id, item->name, item->summary, "" };
  item->entry = &item->own;
  return item;
}

/* Without the verb after them. */
static guint
count_choices (GListModel *model)
{
  const guint n = g_list_model_get_n_items (model);
  g_autoptr (DhEntryItem) last = n > 0 ? g_list_model_get_item (model, n - 1) : NULL;

  return last != NULL && last->verb ? n - 1 : n;
}

void
dh_entry_list_set_other (GtkDropDown *drop_down, const char *id, const char *name,
                         const char *summary)
{
  GListModel *model = gtk_drop_down_get_model (drop_down);
  const guint n = count_choices (model);
  g_autoptr (DhEntryItem) last = n > 0 ? g_list_model_get_item (model, n - 1) : NULL;
  const guint n_replaced = last != NULL && last->entry == &last->own;
  gpointer item;

  if (n_replaced > 0 && g_str_equal (last->id, id))
    return;
  item = create_own_item (id, name, summary);
  g_list_store_splice (G_LIST_STORE (model), n - n_replaced, n_replaced, &item, 1);
  g_object_unref (item);
}

void
dh_entry_list_add_verb (GtkDropDown *drop_down, const char *id, const char *name,
                        const char *summary)
{
  DhEntryItem *item = create_own_item (id, name, summary);

  item->verb = TRUE;
  g_list_store_append (G_LIST_STORE (gtk_drop_down_get_model (drop_down)), item);
  g_object_unref (item);
}

/* Returns NULL if there is none; the list keeps ownership. */
static DhEntryItem *
peek_item (GtkDropDown *drop_down, const char *id)
{
  GListModel *model = gtk_drop_down_get_model (drop_down);
  guint n = model != NULL ? g_list_model_get_n_items (model) : 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (DhEntryItem) item = g_list_model_get_item (model, i);

      if (g_str_equal (item->entry->id, id))
        return item;
    }
  return NULL;
}

void
dh_entry_list_set_note (GtkDropDown *drop_down, const char *id, const char *note)
{
  DhEntryItem *item = peek_item (drop_down, id);

  if (item == NULL || g_strcmp0 (item->note, note) == 0)
    return;
  g_free (item->note);
  item->note = g_strdup (note);
  g_object_notify_by_pspec (G_OBJECT (item), properties[PROP_NOTE]);
}

const char *
dh_entry_list_get_note (GtkDropDown *drop_down, const char *id)
{
  DhEntryItem *item = peek_item (drop_down, id);

  return item != NULL ? item->note : NULL;
}

void
dh_entry_list_select (GtkDropDown *drop_down, const char *id)
{
  GListModel *model = gtk_drop_down_get_model (drop_down);
  guint n = model != NULL ? g_list_model_get_n_items (model) : 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (DhEntryItem) item = g_list_model_get_item (model, i);

      if (g_strcmp0 (item->entry->id, id) == 0)
        {
          gtk_drop_down_set_selected (drop_down, i);
          return;
        }
    }
  gtk_drop_down_set_selected (drop_down, GTK_INVALID_LIST_POSITION);
}

void
dh_entry_list_select_mix (GtkDropDown *drop_down, const DhMix *mix)
{
  const char *loss = dh_mix_to_text (mix);
  g_autofree char *name = dh_mix_dup_name (mix);
  guint n;
  const DhCatalogEntry *entries = dh_catalog_get_objectives (&n);
  const DhCatalogEntry *entry = dh_catalog_find (entries, n, loss);

  if (entry == NULL)
    dh_entry_list_set_other (drop_down, loss, name, _ ("Custom weights and settings"));
  dh_entry_list_select (drop_down, loss);
  dh_entry_list_explain (GTK_WIDGET (drop_down), name, entry);
}

const char *
dh_entry_list_get_selected (GtkDropDown *drop_down)
{
  DhEntryItem *item = gtk_drop_down_get_selected_item (drop_down);

  return item != NULL ? item->entry->id : NULL;
}
