/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The machine on which a result was computed: numbers differ in their last digits between
 * processors and libraries, so a file of results records them. */

typedef struct
{
  const char *name;    /* "oneDNN" */
  const char *version; /* of the library that runs, not of the headers; lent */
} DhLibrary;

/* Ended by a name of NULL; lent. Any thread. */
const DhLibrary *dh_machine_get_libraries (void);
/* The system's name for it: "AMD EPYC 7763 64-Core Processor"; (transfer full) */
char *dh_machine_dup_processor (void);
/* The widest set of instructions that convolutions use here ("avx2", "avx512_core"), which
 * ONEDNN_MAX_CPU_ISA may limit, and those that the processor has, with spaces between; lent. */
const char *dh_machine_get_instructions (void);
const char *dh_machine_get_features (void);

G_END_DECLS
