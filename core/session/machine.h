/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The machine that computed a result.  The last digits of numbers differ between processors and
 * libraries, so a file of results records them. */

typedef struct
{
  const char *name;    /* "oneDNN" */
  const char *version; /* of the library in use, not of its headers; (transfer none) */
} DhLibrary;

/* Terminated by a name of NULL; (transfer none).  Any thread. */
const DhLibrary *dh_machine_get_libraries (void);
/* The processor's name as the system reports it: "AMD EPYC 7763 64-Core Processor"; (transfer
 * full) */
char *dh_machine_dup_processor (void);
/* The implementations that the convolutions of the newest training use, whatever else was looked at:
 * "measured: 9 own, 0 onednn, fingerprint 5e3a0c11".  Two texts are equal if and only if all choices are; (transfer full) */
char *dh_machine_dup_convolutions (void);
/* The widest instruction set that convolutions use here ("avx2", "avx512_core"), which
 * ONEDNN_MAX_CPU_ISA may limit, and the processor's instruction sets, separated by spaces;
 * (transfer none). */
const char *dh_machine_get_instructions (void);
const char *dh_machine_get_features (void);

G_END_DECLS
