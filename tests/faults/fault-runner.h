/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A run of a program with a fault in it (faults.c). */
typedef struct
{
  guint n_calls;   /* that could have failed */
  gboolean killed; /* by SIGKILL, which is no failure */
  int status;      /* its exit status, if it wasn't killed */
  char *output;    /* its standard output */
  char *call;      /* (nullable) the call with the number: its name and its file */
} FaultRun;

/* Runs a program; of its calls that change files below the folder, the one with the number `at`
 * (from 1; 0: none) goes wrong: how: ENOSPC, EIO, SHORT, KILL, TORN; sticky: so do all later ones. 
 * The library's place is in the environment, DH_FAULTS_LIBRARY.  Fails the test if the program dies
 * of anything but SIGKILL. */
void fault_run (const char *const *arguments, const char *folder, guint at, const char *how,
                gboolean sticky, FaultRun *run);
void fault_run_clear (FaultRun *run);

/* All ways in which a call can go wrong. */
typedef struct
{
  const char *how;
  gboolean sticky;
} Fault;

extern const Fault all_faults[];
extern const guint n_faults;

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FaultRun, fault_run_clear)

G_END_DECLS
