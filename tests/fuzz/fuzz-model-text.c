/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Models as texts.  If a model can be read, its id is read as the same model, and its parameters lie
 * end to end.
 */
#include "core/nn/model-text.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GError) error = NULL;
  const DhModel *model = dh_model_parse (text, &error);
  g_autoptr (DhParameterTable) table = NULL;
  gsize offset = 0;

  if (model == NULL)
    {
      g_assert_nonnull (error);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return 0;
    }
  g_assert_no_error (error);
  g_assert_true (dh_model_find (model->id) == model);
  table = dh_parameter_table_new (model);
  for (guint i = 0; i < table->n_items; i++)
    {
      g_assert_cmpuint (table->items[i].offset, ==, offset);
      g_assert_cmpuint (table->items[i].size, >, 0);
      offset += table->items[i].size;
    }
  g_assert_cmpuint (offset, ==, table->size);
  return 0;
}
