/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * downhill-cli: the core without a window.  It links no GTK, which proves that
 * the core needs none, and is what scripts, tests and machines without a
 * display use.  A command is one line in the table below and one file.
 *
 * Commands rather than one long list of options, because training and comparing pictures have no
 * option in common.
 */
#include "app/cli.h"

#include "app/cli-words.h"
#include "app/language.h"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

typedef struct
{
  const char *name;
  const char *usage;
  const char *summary;
  int (*run) (char **arguments);
} Command;

static const Command commands[] = {
  { "train", N_ ("[OPTION…]"),
    N_ ("Train a face swap in lanes that differ in loss, learning rate or optimizer"),
    dh_cli_train },
  { "run", N_ ("FILE.downhill|LINK [OPTION…]"),
    N_ ("Train what a document or a downhill: link describes, as often as you like"), dh_cli_run },
  { "export", N_ ("FILE.downhill|LINK --out DIR [OPTION…]"),
    N_ ("Train what a document or a link describes, and write pictures, an animation, tables"),
    dh_cli_export },
  { "link", N_ ("FILE.downhill"), N_ ("Print a document as a link"), dh_cli_link },
  { "lesson", N_ ("check|questions FILE…"),
    N_ ("Play lessons or questions through, and print every mistake and what is right"), dh_cli_lesson },
  { "losses", N_ ("[TARGET PREDICTION]"),
    N_ ("List the losses, or compare two pictures with each of them"), dh_cli_losses },
  { "landscape", N_ ("--ground GROUND [OPTION…]"),
    N_ ("Let a ball roll down a landscape, and write pictures and numbers"), dh_cli_landscape },
  { "swap", N_ ("--model FILE.npz --faces DIR --out DIR [OPTION…]"),
    N_ ("Swap the faces of a folder with a trained network"), dh_cli_swap },
  { "faces", N_ ("DIR"),
    N_ ("List which pictures of a folder are trained on, held out or skipped, and why"),
    dh_cli_faces },
};

static void
print_help (void)
{
  g_print ("%s\n", _ ("Usage:"));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    g_print ("  downhill-cli %s %s\n      %s\n", commands[i].name, _ (commands[i].usage),
             _ (commands[i].summary));
  g_print ("  downhill-cli --version\n\n%s\n",
           _ ("“downhill-cli COMMAND --help” shows the options of a command."));
}

static const Command *
find_command (const char *name, GError **error)
{
  const char *names[G_N_ELEMENTS (commands) + 1] = { NULL };
  g_autofree char *problem = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      if (g_str_equal (name, commands[i].name))
        return &commands[i];
      names[i] = commands[i].name;
    }

  problem = g_strdup_printf (_ ("There is no command “%s”"), name);
  dh_cli_set_unknown_error (error, problem, name, names);
  return NULL;
}

static int
run_command (char **arguments)
{
  g_autoptr (GError) error = NULL;
  const Command *command = find_command (arguments[0], &error);
  g_autofree char *program_name = NULL;

  if (command == NULL)
    return dh_cli_fail (error);
  program_name = g_strdup_printf ("downhill-cli %s", command->name);
  g_set_prgname (program_name);
  return command->run (arguments);
}

int
main (int argc, char **argv)
{
  g_auto (GStrv) arguments = g_strdupv (argv);

  dh_language_set_up ();
  g_set_prgname ("downhill-cli");
  if (argc < 2)
    {
      g_printerr (
        "downhill-cli: %s\n",
        _ ("No command given: use train, run, export, link, lesson, losses, landscape, swap or "
           "faces, as in “downhill-cli train”."));
      return DH_CLI_USAGE;
    }
  if (g_str_equal (arguments[1], "--help") || g_str_equal (arguments[1], "-h"))
    {
      print_help ();
      return dh_cli_close_output ();
    }
  if (g_str_equal (arguments[1], "--version"))
    {
      g_print ("downhill-cli %s\n", DH_VERSION);
      return dh_cli_close_output ();
    }
  return run_command (arguments + 1);
}
