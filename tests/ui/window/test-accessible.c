/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a screen reader hears.  The window (with the scripted trainer) speaks AT-SPI on a bus of its
 * own, and a second thread asks it as a reader would, over D-Bus: names, roles, values, texts.
 * GTK's test assertions were rejected: they see what a widget was told, not what leaves the
 * process.
 */
#include <adwaita.h>
#include <math.h>

#include "config.h"
#include "core/catalog/catalog.h"
#include "tests/ui/ui-helpers.h"
#include "tests/ui/window/page-walk.h"
#include "ui/faces/faces-dialog.h"

#define REGISTRY   "org.a11y.atspi.Registry"
#define ROOT       "/org/a11y/atspi/accessible/root"
#define ACCESSIBLE "org.a11y.atspi.Accessible"
#define VALUE      "org.a11y.atspi.Value"
#define TEXT       "org.a11y.atspi.Text"
#define CALL_MS    120000

/* The information that one accessible object gives. */
typedef struct
{
  char *name, *role;
  char *text;   /* NULL: has none */
  double value; /* NaN: has none */
} Node;

typedef struct
{
  DhWindow *window;
  GDBusConnection *bus;
  char *owner;      /* the window's name on the bus */
  GPtrArray *nodes; /* Node *, depth first */
  int done;         /* set by the reader's thread */
} Reader;

static void
free_node (gpointer data)
{
  Node *node = data;

  g_free (node->name);
  g_free (node->role);
  g_free (node->text);
  g_free (node);
}

/* The first value of the answer; NULL if there is none, as for a property of another interface. */
static GVariant *
ask (Reader *reader, const char *owner, const char *path, const char *interface, const char *method,
     GVariant *parameters)
{
  g_autoptr (GVariant) value = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_sync (reader->bus, owner, path, interface,
                                                             method, parameters, NULL,
                                                             G_DBUS_CALL_FLAGS_NONE, CALL_MS, NULL,
                                                             NULL);

  if (answer == NULL || g_variant_n_children (answer) == 0)
    return NULL;
  value = g_variant_get_child_value (answer, 0);
  return g_variant_is_of_type (value, G_VARIANT_TYPE_VARIANT) ? g_variant_get_variant (value)
                                                              : g_steal_pointer (&value);
}

static GVariant *
ask_property (Reader *reader, const char *path, const char *interface, const char *property)
{
  return ask (reader, reader->owner, path, "org.freedesktop.DBus.Properties", "Get",
              g_variant_new ("(ss)", interface, property));
}

static char *
dup_string (GVariant *value)
{
  return value != NULL ? g_variant_dup_string (value, NULL) : g_strdup ("");
}

static Node *
ask_node (Reader *reader, const char *path)
{
  g_autoptr (GVariant) name = ask_property (reader, path, ACCESSIBLE, "Name");
  g_autoptr (GVariant) role = ask (reader, reader->owner, path, ACCESSIBLE, "GetRoleName", NULL);
  g_autoptr (GVariant) value = ask_property (reader, path, VALUE, "CurrentValue");
  g_autoptr (GVariant) text = ask (reader, reader->owner, path, TEXT, "GetText",
                                   g_variant_new ("(ii)", 0, 1000));
  Node *node = g_new0 (Node, 1);

  node->name = dup_string (name);
  node->role = dup_string (role);
  node->text = text != NULL ? dup_string (text) : NULL;
  node->value = value != NULL ? g_variant_get_double (value) : NAN;
  return node;
}

static void
walk (Reader *reader, const char *path)
{
  g_autoptr (GVariant) children = ask (reader, reader->owner, path, ACCESSIBLE, "GetChildren",
                                       NULL);

  g_ptr_array_add (reader->nodes, ask_node (reader, path));
  for (gsize i = 0; children != NULL && i < g_variant_n_children (children); i++)
    {
      const char *child;

      g_variant_get_child (children, i, "(&s&o)", NULL, &child);
      walk (reader, child);
    }
}

/* The only program on this bus, once it has registered. */
static char *
find_program (Reader *reader)
{
  for (guint attempt = 0; attempt < 2400; attempt++)
    {
      g_autoptr (GVariant) programs = ask (reader, REGISTRY, ROOT, ACCESSIBLE, "GetChildren", NULL);
      char *path;

      if (programs != NULL && g_variant_n_children (programs) > 0)
        {
          g_free (reader->owner);
          g_variant_get_child (programs, 0, "(so)", &reader->owner, &path);
          return path;
        }
      g_usleep (50000);
    }
  return NULL;
}

static gpointer
read_cb (gpointer data)
{
  Reader *reader = data;
  g_autofree char *path = find_program (reader);

  if (path != NULL)
    walk (reader, path);
  g_atomic_int_set (&reader->done, TRUE);
  g_main_context_wakeup (NULL);
  return NULL;
}

static gboolean
is_done (gpointer data)
{
  return g_atomic_int_get (&((Reader *) data)->done);
}

/* Asks for everything, while the window answers. */
static void
read_window (Reader *reader)
{
  GThread *thread;

  reader->done = FALSE;
  g_ptr_array_set_size (reader->nodes, 0);
  thread = g_thread_new ("reader", read_cb, reader);
  wait_until (is_done, reader);
  g_thread_join (thread);
}

/* NULL if there is no such bus: at-spi2-core is not installed. */
static char *
dup_bus_address (void)
{
  g_autoptr (GDBusConnection) session = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GVariant) answer = NULL;
  char *address;

  if (session == NULL)
    return NULL;
  answer = g_dbus_connection_call_sync (session, "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus",
                                        "GetAddress", NULL, G_VARIANT_TYPE ("(s)"),
                                        G_DBUS_CALL_FLAGS_NONE, CALL_MS, NULL, NULL);
  if (answer == NULL)
    return NULL;
  g_variant_get (answer, "(s)", &address);
  return address;
}

static gboolean
is_mapped (gpointer window)
{
  return gtk_widget_get_mapped (window);
}

static void
set_up (Reader *reader, gconstpointer address)
{
  g_autoptr (GSettings) settings = g_settings_new (DH_APP_ID);
  g_autoptr (GError) error = NULL;
  GtkWidget *window;

  /* Room for all buttons of the header bar, whatever the font. */
  g_settings_set_int (settings, "window-width", 1600);
  window = dh_window_new (NULL, g_getenv ("DH_FACES"), settings);
  reader->window = DH_WINDOW (window);
  gtk_window_present (GTK_WINDOW (window));
  wait_until (is_mapped, window);
  reader->bus =
    g_dbus_connection_new_for_address_sync (address,
                                            G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
                                              | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                            NULL, NULL, &error);
  g_assert_no_error (error);
  reader->nodes = g_ptr_array_new_with_free_func (free_node);
  read_window (reader);
}

static void
tear_down (Reader *reader, gconstpointer address)
{
  gpointer watched = reader->window;

  g_object_add_weak_pointer (G_OBJECT (reader->window), &watched);
  gtk_window_close (GTK_WINDOW (reader->window));
  wait_until (is_gone, &watched);
  g_ptr_array_unref (reader->nodes);
  g_object_unref (reader->bus);
  g_free (reader->owner);
}

/* The nth object of that name; fails if there is none. */
static const Node *
get_node (Reader *reader, const char *name, guint nth)
{
  for (guint i = 0; i < reader->nodes->len; i++)
    {
      const Node *node = reader->nodes->pdata[i];

      if (g_str_equal (node->name, name) && nth-- == 0)
        return node;
    }
  g_error ("Nothing is called \"%s\".", name);
}

static void
test_names (Reader *reader, gconstpointer address)
{
  static const char *const once[] = {
    "Downhill",
    "Person A: Alder",
    "Person B: Birch",
    "Exchange A and B",
    "Pictures of person A",
    "Pictures of person B",
    "Loss function: MSE",
    "Seed 1",
    "Same Rate",
    "Lane",
    "Main Menu",
    "Play",
    "One step",
    "Reset",
    "Log Axis",
    "Model: Quick · 64 px",
    "Lane 1: MSE, rate 1.0e-3",
    "Lane 4: SSIM, rate 1.0e-3",
  };
  static const char *const in_each_lane[] = {
    "Lane Menu",         "Learning rate", "Exact learning rate", "Previews",
    "Loss by iteration", "Metrics",       "Loss mix and mask",   "Landscape of the network",
    "Landscape menu",
  };

  for (guint i = 0; i < G_N_ELEMENTS (once); i++)
    get_node (reader, once[i], 0);
  for (guint lane = 0; lane < 4; lane++)
    for (guint i = 0; i < G_N_ELEMENTS (in_each_lane); i++)
      get_node (reader, in_each_lane[i], lane);
}

/* Nothing that can be pressed is named after its class. */
static void
test_no_class_names (Reader *reader, gconstpointer address)
{
  for (guint i = 0; i < reader->nodes->len; i++)
    {
      const Node *node = reader->nodes->pdata[i];

      if (strstr (node->role, "button") != NULL && g_str_has_prefix (node->name, "Gtk"))
        g_error ("A %s is called \"%s\".", node->role, node->name);
    }
}

#ifndef __SANITIZE_ADDRESS__

/* Everything that can be pressed, moved, chosen or typed into. */
static gboolean
is_control (const Node *node)
{
  static const char *const roles[] = { "push button", "button",      "toggle button", "check box",
                                       "slider",      "spin button", "combo box",     "text",
                                       "entry",       "radio button", "menu item",    "list item",
                                       "switch",      "link" };

  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    if (g_str_equal (node->role, roles[i]))
      return TRUE;
  return FALSE;
}

static gboolean
is_class_name (const char *name)
{
  return g_str_has_prefix (name, "Gtk") || g_str_has_prefix (name, "Adw")
         || g_str_has_prefix (name, "Dh");
}

/* The names of what comes before, to find the place by. */
static void
assert_named (Reader *reader, const char *where)
{
  guint n_unnamed = 0;

  for (guint i = 0; i < reader->nodes->len; i++)
    {
      const Node *node = reader->nodes->pdata[i];
      const Node *before = reader->nodes->pdata[i > 0 ? i - 1 : 0];

      if (!is_control (node) || (*node->name != '\0' && !is_class_name (node->name)))
        continue;
      g_test_message ("%s: a %s called \"%s\", after a %s called \"%s\"", where, node->role,
                      node->name, before->role, before->name);
      n_unnamed++;
    }
  g_assert_cmpuint (n_unnamed, ==, 0);
}

/* The whole window: all pages, and a lesson from its opening question to its first prediction. */
static void
test_every_page (Reader *reader, gconstpointer address)
{
  static const char *const pages[] = { "losses", "hills", "start" };

  teach (reader->window);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    dh_window_set_page (reader->window, pages[i]);
  read_window (reader); /* pages that aren't shown are read, too */
  assert_named (reader, "pages");
  get_node (reader, "How large a step?", 0);
  go_to_question (reader->window, "step-size");
  read_window (reader);
  assert_named (reader, "question");
  go_to_prediction (reader->window);
  read_window (reader);
  get_node (reader, "Which ball is down first?", 0);
  get_node (reader, "Ball 2", 0);
  assert_named (reader, "prediction");
}

static gboolean
is_dialog_mapped (gpointer window)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) other = g_list_model_get_item (windows, i);

      if (other != window && gtk_widget_get_mapped (other)
          && gtk_window_get_transient_for (GTK_WINDOW (other)) == window)
        return TRUE;
    }
  return FALSE;
}

static void
close_dialogs (DhWindow *window)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *link = windows; link != NULL; link = link->next)
    if (gtk_window_get_transient_for (link->data) == GTK_WINDOW (window))
      gtk_window_destroy (link->data);
}

/* Those that are made of rows: each control is named after its row. */
static void
test_dialogs (Reader *reader, gconstpointer address)
{
  static const struct
  {
    const char *action, *type;
    const char *names[6];
  } dialogs[] = {
    { "own-model", NULL,
      { "Layout", "Picture size", "Batch", "Start values", "Learning rate", "The model as text" } },
    { "swap-folder", "u",
      { "Direction", "Pictures", "Write into", "Painted area", "Soft edge", "Match the light" } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (dialogs); i++)
    {
      g_action_group_activate_action (G_ACTION_GROUP (reader->window), dialogs[i].action,
                                      dialogs[i].type != NULL ? g_variant_new (dialogs[i].type, 1)
                                                              : NULL);
      wait_until (is_dialog_mapped, reader->window);
      read_window (reader);
      for (guint k = 0; k < G_N_ELEMENTS (dialogs[i].names); k++)
        get_node (reader, dialogs[i].names[k], 0);
      test_no_class_names (reader, address); /* the lists in libadwaita's rows have no names */
      close_dialogs (reader->window);
    }
}

static gboolean
has_pictures (gpointer dialog)
{
  return dh_folder_pictures_is_done (dh_faces_dialog_get_pictures (dialog), NULL);
}

/* The dialog with a person's pictures: all of them, and one. */
static void
test_pictures (Reader *reader, gconstpointer address)
{
  g_autofree char *folder = g_build_filename (g_getenv ("DH_FACES"), "alder", NULL);
  GtkWidget *dialog = dh_faces_dialog_new (GTK_WINDOW (reader->window), folder, "Alder", "Person A",
                                           FALSE);

  gtk_window_present (GTK_WINDOW (dialog));
  wait_until (has_pictures, dialog);
  read_window (reader);
  assert_named (reader, "pictures");
  get_node (reader, "Pictures of the folder", 0);
  dh_faces_dialog_open (DH_FACES_DIALOG (dialog), 0);
  read_window (reader);
  assert_named (reader, "one picture");
  get_node (reader, "Back to all pictures", 0);
  get_node (reader, "What the network gets", 0);
  get_node (reader, "Click the Eyes", 0);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

#endif

/* The text in the popover of the first lane's title. */
static void
test_objective (Reader *reader, gconstpointer address)
{
  static const char *const names[] = {
    "Objective",
    "First loss: Huber",
    "Weight of Huber",
    "Remove Huber",
    "Threshold δ",
    "Threshold δ, exact value",
    "Reset Threshold δ",
    "Second loss: MSE",
    "Weight of MSE",
    "MSE: share of the loss",
    "MSE: share of the gradient",
    "Add a Loss",
    "Mask: Face and forehead",
    "Extra weight for the eyes",
    "Extra weight for the mouth",
  };
  DhSession *session = dh_window_get_session (reader->window);
  g_autoptr (DhLane) lane = g_list_model_get_item (dh_session_get_lanes (session), 0);
  GtkWidget *button =
    find_widget (GTK_WIDGET (dh_lane_strip_get_card (dh_window_get_strip (reader->window), 0)),
                 "GtkMenuButton");

  dh_lane_set_loss (lane, "huber+50%mse");
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  wait_until (is_mapped, find_widget (button, "DhObjectiveEditor"));
  read_window (reader);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    get_node (reader, names[i], 0);
  get_node (reader, "Lane 1: Huber + 50 % MSE, rate 1.0e-3", 0);
  g_assert_cmpfloat (get_node (reader, "Weight of MSE", 0)->value, ==, 50);
  test_no_class_names (reader, address);
  gtk_menu_button_popdown (GTK_MENU_BUTTON (button));
}

/* The other page: everything that can be chosen, moved and viewed there. */
static void
test_losses_page (Reader *reader, gconstpointer address)
{
  static const char *const names[] = {
    "Lanes",
    "Losses",
    "Draw the curve of MSE",
    "Target",
    "Prediction",
    "Gradient of MSE",
    "Shift",
    "Blur",
    "Brightness",
    "Noise",
    "Scratch",
    "Outliers",
    "Reset",
    "Where every loss pushes",
  };
  double scratch = NAN;

  dh_window_set_page (reader->window, "losses");
  wait_until (is_mapped, dh_window_get_losses_page (reader->window));
  read_window (reader);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    get_node (reader, names[i], 0);
  /* In the list, and over its map. */
  get_node (reader, "Focal frequency", 1);
  /* The button and the slider. */
  get_node (reader, "Outliers", 1);
  for (guint i = 0; i < reader->nodes->len; i++)
    {
      const Node *node = reader->nodes->pdata[i];

      if (g_str_equal (node->name, "Scratch") && g_str_equal (node->role, "slider"))
        scratch = node->value;
    }
  g_assert_cmpfloat (scratch, ==, 2);
  test_no_class_names (reader, address);
  dh_window_set_page (reader->window, "lanes");
}

static void
test_values (Reader *reader, gconstpointer address)
{
  DhSession *session = dh_window_get_session (reader->window);
  g_autoptr (DhLane) lane = g_list_model_get_item (dh_session_get_lanes (session), 1);
  g_autofree char *rate = dh_rate_format (2e-2);
  g_autofree char *label = NULL, *name = NULL;

  g_assert_cmpstr (get_node (reader, "Learning rate", 1)->role, ==, "slider");
  g_assert_cmpfloat_with_epsilon (get_node (reader, "Learning rate", 1)->value, -3.0, 1e-9);
  g_assert_cmpstr (get_node (reader, "Exact learning rate", 1)->text, ==, "1.0e-3");
  dh_lane_set_learning_rate (lane, 2e-2);
  dh_lane_set_loss (lane, "huber");
  dh_lane_set_clip (lane, dh_clip_make_usual (DH_CLIP_NORM));
  read_window (reader);
  g_assert_cmpfloat_with_epsilon (get_node (reader, "Learning rate", 1)->value, log10 (2e-2), 1e-9);
  g_assert_cmpstr (get_node (reader, "Exact learning rate", 1)->text, ==, rate);
  label = dh_lane_dup_label (lane);
  name = g_strdup_printf ("Lane 2: %s", label);
  get_node (reader, name, 0);
}

int
main (int argc, char **argv)
{
  g_autofree char *address = NULL;

  g_setenv ("GTK_A11Y", "atspi", TRUE);
  g_test_init (&argc, &argv, NULL);
  address = dup_bus_address ();
  if (address == NULL)
    {
      g_print ("1..0 # SKIP at-spi2-core is not installed\n");
      return 0;
    }
  adw_init ();
  g_test_add ("/accessible/names", Reader, address, set_up, test_names, tear_down);
  g_test_add ("/accessible/no-class-names", Reader, address, set_up, test_no_class_names,
              tear_down);
  g_test_add ("/accessible/objective", Reader, address, set_up, test_objective, tear_down);
  g_test_add ("/accessible/losses-page", Reader, address, set_up, test_losses_page, tear_down);
  g_test_add ("/accessible/values", Reader, address, set_up, test_values, tear_down);
#ifndef __SANITIZE_ADDRESS__ /* some thousand questions over the bus, ten minutes with the sanitizer */
  g_test_add ("/accessible/pictures", Reader, address, set_up, test_pictures, tear_down);
  g_test_add ("/accessible/dialogs", Reader, address, set_up, test_dialogs, tear_down);
  /* Last: windows open on the page that was shown before, and its balls roll. */
  g_test_add ("/accessible/every-page", Reader, address, set_up, test_every_page, tear_down);
#endif
  return g_test_run ();
}
