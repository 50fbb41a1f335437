/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The Fourier transform, by FFTW: the only file that includes it.
 *
 * FFTW is needed because it transforms any size fast: a face is 64 pixels wide, a dropped picture
 * may be 641, a prime.
 *
 * FFTW can run in any number of threads but plan in only one, so the plans of each size are made
 * once, under a lock, and kept.  They are estimated, not measured: measuring could choose different
 * plans, which add in different orders, and no two trainings would be alike.
 *
 * The lock is a pthread mutex, because the thread sanitizer doesn't understand GLib's.
 *
 * Source: Frigo and Johnson, "The Design and Implementation of FFTW3", 2005.
 */
#include "core/loss/dft.h"

#include <fftw3.h>
#include <pthread.h>

struct _DhDft
{
  int height, width;
  fftwf_plan forward, backward;
  DhDft *next;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static DhDft *first; /* guarded by the lock */

/* Planning depends only on the buffer's alignment, and FFTW treats that of fftwf_alloc like a
 * 64-byte boundary. */
static DhDft *
dft_new (int height, int width)
{
  DhDft *self = g_new0 (DhDft, 1);
  fftwf_complex *numbers = fftwf_alloc_complex ((gsize) height * width);

  self->height = height;
  self->width = width;
  self->forward = fftwf_plan_dft_2d (height, width, numbers, numbers, FFTW_FORWARD, FFTW_ESTIMATE);
  self->backward = fftwf_plan_dft_2d (height, width, numbers, numbers, FFTW_BACKWARD,
                                      FFTW_ESTIMATE);
  g_assert (self->forward != NULL && self->backward != NULL);
  fftwf_free (numbers);
  return self;
}

const DhDft *
dh_dft_get (int height, int width)
{
  DhDft *self;

  g_assert (height > 0 && width > 0);
  pthread_mutex_lock (&lock);
  for (self = first; self != NULL; self = self->next)
    if (self->height == height && self->width == width)
      break;
  if (self == NULL)
    {
      self = dft_new (height, width);
      self->next = first;
      first = self;
    }
  pthread_mutex_unlock (&lock);
  return self;
}

void
dh_dft_forward (const DhDft *self, float *numbers)
{
  g_assert (GPOINTER_TO_SIZE (numbers) % 64 == 0);
  fftwf_execute_dft (self->forward, (fftwf_complex *) numbers, (fftwf_complex *) numbers);
}

void
dh_dft_backward (const DhDft *self, float *numbers)
{
  g_assert (GPOINTER_TO_SIZE (numbers) % 64 == 0);
  fftwf_execute_dft (self->backward, (fftwf_complex *) numbers, (fftwf_complex *) numbers);
}

const char *
dh_dft_get_version (void)
{
  return fftwf_version;
}
