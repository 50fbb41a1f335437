/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Models that a person describes: a layout and its options as a text.
 *
 *     model  = preset | layout [ "{" option "=" value { "," option "=" value } "}" ]
 *     layout = "df" | "liae" | "original" | "lightweight"
 *
 * A layout alone is the network as faceswap has it; to add one, add a line to the table.  The text
 * is the model's id, too: documents, links, files of weights and summaries have it, and nothing
 * else is needed to make the same network again.  So it has one canonical form, with the options in
 * the table's order and without those that change nothing, and a model that is read twice is the
 * same in memory.
 *
 * The options are those numbers by which faceswap's users compare models, under short names:
 * encoder and decoder are the dimensions by whose threefold the channels begin, dense is
 * autoencoder_dims.  A value outside its range is refused, not rounded: it would be another
 * network.  The ranges keep to what people train, a thousand million parameters at most; what fits
 * the machine is asked later.
 */
#include "core/nn/model-text.h"

#include "core/base/error.h"
#include "core/base/number.h"
#include "core/base/reader.h"
#include "core/base/words.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define BLANKS " \t\n\r\f\v"
/* Of the rate at which lanes start. */
#define MIN_RATE 1e-8
#define MAX_RATE 1.0

typedef struct
{
  int size, encoder, decoder, dense, residual, output, batch;
  DhStartValues init;
  double rate;
  int multiscale;
} Values;

typedef struct
{
  const char *id;
  const char *summary; /* translatable */
  DhArchitecture architecture;
  Values plain;                             /* encoder 0: the channels are as follows */
  int encoder_channels[DH_MODEL_MAX_CONVS]; /* if they are fixed */
  int bridge_channels, up_channels, decoder_channels[3];
} Layout;

static const Layout layouts[] = {
  { .id = "df",
    .summary = N_ ("One encoder for both people, and a decoder for each"),
    .architecture = DH_ARCHITECTURE_DF,
    .plain = { 128, 42, 21, 512, 2, 5, 16, 0, 5e-5 } },
  { .id = "liae",
    .summary = N_ ("One decoder for both people, and layers between that tell them apart"),
    .architecture = DH_ARCHITECTURE_LIAE,
    .plain = { 128, 42, 21, 256, 2, 5, 16, 0, 5e-5 } },
  { .id = "original",
    .summary = N_ ("The first face swapper, with channels that can’t be changed"),
    .plain = { 64, 0, 0, 1024, 0, 5, 16, 0, 5e-5 },
    .encoder_channels = { 128, 256, 512, 1024 },
    .bridge_channels = 1024,
    .up_channels = 512,
    .decoder_channels = { 256, 128, 64 } },
  { .id = "lightweight",
    .summary = N_ ("The same with fewer channels, for small machines"),
    .plain = { 64, 0, 0, 512, 0, 5, 16, 0, 5e-5 },
    .encoder_channels = { 128, 256, 512 },
    .bridge_channels = 512,
    .up_channels = 256,
    .decoder_channels = { 512, 256, 128 } },
};

/* An option whose value is a whole number, or yes and no for 1 and 0. */
typedef struct
{
  const char *id;
  gsize offset;             /* in the values */
  int minimum, maximum;     /* both allowed; 0 and 1: something is off or on */
  int step;                 /* from the minimum */
  gboolean needs_free_dims; /* not where the channels are fixed */
  const char *name, *summary; /* translatable */
} Option;

static const Option options[] = {
  { "size", G_STRUCT_OFFSET (Values, size), 64, 256, 16, FALSE, N_ ("Picture size"),
    N_ ("Pixels a side: twice as many take four times as long") },
  { "encoder", G_STRUCT_OFFSET (Values, encoder), 1, 85, 1, TRUE, N_ ("Encoder dimensions"),
    N_ ("The encoder’s channels begin at three times as many") },
  { "decoder", G_STRUCT_OFFSET (Values, decoder), 1, 85, 1, TRUE, N_ ("Decoder dimensions"),
    N_ ("The decoders’ channels end at six times as many") },
  { "dense", G_STRUCT_OFFSET (Values, dense), 8, 1024, 8, FALSE, N_ ("Autoencoder dimensions"),
    N_ ("Numbers that a face is described by between encoder and decoder") },
  { "residual", G_STRUCT_OFFSET (Values, residual), 0, 4, 1, FALSE, N_ ("Residual blocks"),
    N_ ("After each doubling of the picture in a decoder") },
  { "output", G_STRUCT_OFFSET (Values, output), 1, 5, 2, FALSE, N_ ("Last convolution"),
    N_ ("Pixels a side of its kernel: 1, 3 or 5") },
  { "batch", G_STRUCT_OFFSET (Values, batch), 1, 64, 1, FALSE, N_ ("Batch"),
    N_ ("Pictures of each person in a step") },
  { "multiscale", G_STRUCT_OFFSET (Values, multiscale), 0, 1, 1, TRUE, N_ ("Multiscale outputs"),
    N_ ("The decoders also make pictures of half and a quarter of the size, and learn from them, "
        "too") },
};

#define YES "yes"
#define NO  "no"
/* The two others. */
#define INIT "init"
#define RATE "rate"
#define N_OPTIONS (G_N_ELEMENTS (options) + 2)

G_STATIC_ASSERT (N_OPTIONS <= DH_MODEL_MAX_OPTIONS);

static const struct
{
  const char *id;
  DhStartValues value;
  const char *name; /* translatable */
} inits[] = {
  { "he", 0, N_ ("Plain (He)") },
  { "icnr", DH_START_VALUES_ICNR, N_ ("ICNR, against checkerboards") },
  { "conv-aware", DH_START_VALUES_CONV_AWARE, N_ ("Convolution-aware") },
  { "icnr+conv-aware", DH_START_VALUES_ICNR | DH_START_VALUES_CONV_AWARE,
    N_ ("ICNR and convolution-aware") },
};

const char *const *
dh_model_list_words (void)
{
  static const char **words;
  static gsize once;

  if (g_once_init_enter (&once))
    {
      guint n;
      const DhModel *const *models = dh_models_get (&n);

      words = g_new0 (const char *, n + G_N_ELEMENTS (layouts) + 1);
      for (guint i = 0; i < n; i++)
        words[i] = models[i]->id;
      for (guint i = 0; i < G_N_ELEMENTS (layouts); i++)
        words[n + i] = layouts[i].id;
      g_once_init_leave (&once, 1);
    }
  return words;
}

static int *
get_value (Values *values, const Option *option)
{
  return (int *) (void *) ((char *) values + option->offset);
}

static gboolean
is_switch (const Option *option)
{
  return option->minimum == 0 && option->maximum == 1;
}

static gboolean
has_option (const Layout *layout, const Option *option)
{
  return !option->needs_free_dims || layout->plain.encoder > 0;
}

/* ---- refusing ---- */

typedef struct
{
  DhReader reader;
  const char *text; /* the whole; the reader's rest lies in it */
  const Layout *layout;
  Values values;
  guint seen; /* a bit for each option, then init and rate */
} Reading;

/* Always FALSE.  reason: (transfer full) the second half of the sentence, without its full stop. */
static gboolean
refuse_at (Reading *self, const char *place, char *reason)
{
  g_set_error (self->reader.error, DH_ERROR, DH_ERROR_VALUE,
               /* Translators: a model's text; a number; what is wrong there, such as “size” must be
                * a multiple of 16 from 64 to 256, not “97” */
               _ ("In the model “%s”, at character %ld: %s."), self->text,
               g_utf8_strlen (self->text, place - self->text) + 1, reason);
  g_free (reason);
  return FALSE;
}

static char *
dup_option_list (const Layout *layout)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    if (has_option (layout, &options[i]))
      g_string_append_printf (list, "%s, ", options[i].id);
  g_string_append_printf (list, "%s, %s", INIT, RATE);
  return g_string_free (list, FALSE);
}

static gboolean
refuse_option (Reading *self, const char *place, const char *id)
{
  g_autofree char *list = dup_option_list (self->layout);

  if (*id == '\0')
    return refuse_at (self, place, g_strdup_printf (_ ("an option is missing: use %s"), list));
  return refuse_at (self, place,
                    g_strdup_printf (_ ("“%s” has no option “%s”: it has %s"), self->layout->id, id,
                                     list));
}

/* "64, 80 … 256": what an option may be. */
static char *
dup_allowed (const Option *option)
{
  GString *list;

  if (is_switch (option))
    return g_strdup (_ ("yes or no"));
  if (option->step == 1)
    return g_strdup_printf (_ ("a whole number from %d to %d"), option->minimum, option->maximum);
  if (option->minimum % option->step == 0)
    return g_strdup_printf (_ ("a multiple of %d from %d to %d"), option->step, option->minimum,
                            option->maximum);
  list = g_string_new (NULL);
  for (int value = option->minimum; value <= option->maximum; value += option->step)
    g_string_append_printf (list, "%s%d", list->len > 0 ? ", " : "", value);
  return g_string_free (list, FALSE);
}

static gboolean
refuse_value (Reading *self, const char *place, const char *id, const char *allowed,
              const char *word)
{
  return refuse_at (self, place,
                    /* Translators: an option; what is allowed, such as “a whole number from 1 to
                     * 64” or a list; what was typed */
                    g_strdup_printf (_ ("“%s” must be %s, not “%s”"), id, allowed, word));
}

/* ---- reading ---- */

static gboolean
read_switch (const char *word, int *value)
{
  *value = g_str_equal (word, YES);
  return *value || g_str_equal (word, NO);
}

static gboolean
read_whole (const char *word, const Option *option, int *value)
{
  gint64 number;

  if (is_switch (option))
    return read_switch (word, value);
  if (!g_ascii_string_to_signed (word, 10, option->minimum, option->maximum, &number, NULL)
      || (number - option->minimum) % option->step != 0)
    return FALSE;
  *value = (int) number;
  return TRUE;
}

static gboolean
read_option (Reading *self, const Option *option, const char *place, const char *word)
{
  g_autofree char *allowed = NULL;

  if (read_whole (word, option, get_value (&self->values, option)))
    return TRUE;
  allowed = dup_allowed (option);
  return refuse_value (self, place, option->id, allowed, word);
}

static gboolean
read_init (Reading *self, const char *place, const char *word)
{
  g_autoptr (GString) allowed = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (inits); i++)
    {
      if (g_str_equal (inits[i].id, word))
        {
          self->values.init = inits[i].value;
          return TRUE;
        }
      g_string_append_printf (allowed, "%s%s", i > 0 ? ", " : "", inits[i].id);
    }
  return refuse_value (self, place, INIT, allowed->str, word);
}

static gboolean
read_rate (Reading *self, const char *place, const char *word)
{
  double rate;

  if (!dh_number_read (word, &rate) || !(rate >= MIN_RATE && rate <= MAX_RATE))
    return refuse_value (self, place, RATE, _ ("a number from 1e-8 to 1, such as 3e-4"), word);
  self->values.rate = rate;
  return TRUE;
}

/* Where an option of this name has its bit; −1: there is none. */
static int
find_option (const Layout *layout, const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    if (g_str_equal (options[i].id, id))
      return has_option (layout, &options[i]) ? (int) i : -1;
  if (g_str_equal (id, INIT))
    return G_N_ELEMENTS (options);
  return g_str_equal (id, RATE) ? (int) G_N_ELEMENTS (options) + 1 : -1;
}

static gboolean
read_value (Reading *self, guint index, const char *place, const char *word)
{
  if (index < G_N_ELEMENTS (options))
    return read_option (self, &options[index], place, word);
  return index == G_N_ELEMENTS (options) ? read_init (self, place, word)
                                         : read_rate (self, place, word);
}

/* "size=96" */
static gboolean
take_option (Reading *self)
{
  const char *place = self->reader.rest;
  g_autofree char *id = dh_reader_take_until (&self->reader, "=,{}"), *word = NULL;
  int index = find_option (self->layout, id);

  if (index < 0)
    return refuse_option (self, place, id);
  if (self->seen & 1u << index)
    return refuse_at (self, place,
                      g_strdup_printf (_ ("“%s” is there a second time: keep one of them"), id));
  self->seen |= 1u << index;
  if (!dh_reader_take_sign (&self->reader, '='))
    return refuse_at (self, self->reader.rest,
                      g_strdup_printf (_ ("“=” and a value must follow “%s”"), id));
  place = self->reader.rest;
  word = dh_reader_take_until (&self->reader, ",{}");
  return read_value (self, (guint) index, place, word);
}

static gboolean
take_options (Reading *self)
{
  if (dh_reader_take_sign (&self->reader, '{'))
    {
      do
        if (!take_option (self))
          return FALSE;
      while (dh_reader_take_sign (&self->reader, ','));
      if (!dh_reader_take_sign (&self->reader, '}'))
        return refuse_at (self, self->reader.rest, g_strdup (_ ("“,” or “}” is missing")));
    }
  dh_reader_skip_blanks (&self->reader);
  if (*self->reader.rest == '\0')
    return TRUE;
  return refuse_at (self, self->reader.rest,
                    g_strdup (_ ("only options in braces may follow the layout, such as "
                                 "{size=96,batch=8}")));
}

static gboolean
take_layout (Reading *self)
{
  g_autofree char *id = dh_reader_take_until (&self->reader, "{},=" BLANKS);
  g_autofree char *problem = NULL;
  guint n;
  const DhModel *const *models = dh_models_get (&n);

  for (guint i = 0; i < G_N_ELEMENTS (layouts); i++)
    if (g_str_equal (layouts[i].id, id))
      {
        self->layout = &layouts[i];
        self->values = layouts[i].plain;
        return TRUE;
      }
  for (guint i = 0; i < n; i++)
    if (g_str_equal (models[i]->id, id))
      return refuse_at (self, self->reader.rest,
                        g_strdup_printf (_ ("nothing may follow the preset “%s”: begin with a "
                                            "layout, such as df{size=96}"),
                                         id));
  problem = g_strdup_printf (_ ("There is no preset “%s”"), id);
  return dh_reader_refuse_word (&self->reader, problem, id, dh_model_list_words ());
}

/* ---- making ---- */

static void
append_value (GString *text, const Option *option, int value)
{
  if (is_switch (option))
    g_string_append (text, value ? YES : NO);
  else
    g_string_append_printf (text, "%d", value);
}

static char *
dup_canonical (const Layout *layout, const Values *values)
{
  GString *text = g_string_new (layout->id);
  Values plain = layout->plain, own = *values;
  char before = '{';

  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    if (*get_value (&own, &options[i]) != *get_value (&plain, &options[i]))
      {
        g_string_append_printf (text, "%c%s=", before, options[i].id);
        append_value (text, &options[i], *get_value (&own, &options[i]));
        before = ',';
      }
  for (guint i = 0; i < G_N_ELEMENTS (inits); i++)
    if (inits[i].value == own.init && own.init != plain.init)
      {
        g_string_append_printf (text, "%c%s=%s", before, INIT, inits[i].id);
        before = ',';
      }
  if (own.rate != plain.rate)
    {
      g_autofree char *rate = dh_number_print (own.rate, 1);

      g_string_append_printf (text, "%c%s=%s", before, RATE, rate);
      before = ',';
    }
  if (before == ',')
    g_string_append_c (text, '}');
  return g_string_free (text, FALSE);
}

/* 3 · dims and its doubles, as DFL-SAE has them. */
static void
spread_dims (DhModel *model, const Values *values)
{
  for (int i = 0; i < DH_MODEL_MAX_CONVS; i++)
    model->encoder_channels[i] = 3 * values->encoder << i;
  for (int i = 0; i < 3; i++)
    model->decoder_channels[i] = 3 * values->decoder << (3 - i);
  model->bridge_channels = values->dense * (model->architecture == DH_ARCHITECTURE_LIAE ? 2 : 1);
}

/* canonical: interned. */
static DhModel *
make (const Layout *layout, const Values *values, const char *canonical)
{
  DhModel *model = g_new0 (DhModel, 1);

  model->id = model->name = canonical;
  model->summary = "";
  model->size = values->size;
  model->dense = values->dense;
  model->n_residual = values->residual;
  model->output_kernel = values->output;
  model->batch = values->batch;
  model->learning_rate = values->rate;
  model->colour_share = model->pose_share = 1;
  model->architecture = layout->architecture;
  model->multiscale = values->multiscale;
  model->start_values = values->init;
  memcpy (model->encoder_channels, layout->encoder_channels, sizeof layout->encoder_channels);
  memcpy (model->decoder_channels, layout->decoder_channels, sizeof layout->decoder_channels);
  model->bridge_channels = layout->bridge_channels;
  model->up_channels = layout->up_channels;
  if (values->encoder > 0)
    spread_dims (model, values);
  return model;
}

static GMutex lock;
static GHashTable *made; /* canonical text → model; never emptied */

static const DhModel *
find_or_make (const Layout *layout, const Values *values)
{
  g_autofree char *text = dup_canonical (layout, values);
  const char *canonical = g_intern_string (text);
  DhModel *model;

  g_mutex_lock (&lock);
  if (made == NULL)
    made = g_hash_table_new (g_str_hash, g_str_equal);
  model = g_hash_table_lookup (made, canonical);
  if (model == NULL)
    {
      model = make (layout, values, canonical);
      g_hash_table_insert (made, (gpointer) canonical, model);
    }
  g_mutex_unlock (&lock);
  return model;
}

const DhModel *
dh_model_parse (const char *text, GError **error)
{
  g_autofree char *valid = g_strstrip (g_utf8_make_valid (text, -1));
  Reading reading = { .reader = { .rest = valid, .error = error }, .text = valid };
  guint n;
  const DhModel *const *models = dh_models_get (&n);

  for (guint i = 0; i < n; i++)
    if (g_str_equal (models[i]->id, valid))
      return models[i];
  return take_layout (&reading) && take_options (&reading)
           ? find_or_make (reading.layout, &reading.values)
           : NULL;
}

gboolean
dh_model_is_own (const DhModel *model)
{
  guint n;
  const DhModel *const *models = dh_models_get (&n);

  for (guint i = 0; i < n; i++)
    if (models[i] == model)
      return FALSE;
  return TRUE;
}

/* ---- drafts ---- */

static const char *init_words[G_N_ELEMENTS (inits) + 1], *init_names[G_N_ELEMENTS (inits) + 1];

static void
fill_choices (DhModelOption *choices)
{
  for (guint i = 0; i < G_N_ELEMENTS (inits); i++)
    {
      init_words[i] = inits[i].id;
      init_names[i] = inits[i].name;
    }
  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    choices[i] = (DhModelOption) {
      .id = options[i].id,
      .name = options[i].name,
      .summary = options[i].summary,
      .minimum = options[i].minimum,
      .maximum = options[i].maximum,
      .step = options[i].step,
    };
  choices[N_OPTIONS - 2] = (DhModelOption) {
    .id = INIT,
    .name = N_ ("Start values"),
    .summary = N_ ("How the weights are drawn before the first step"),
    .maximum = G_N_ELEMENTS (inits) - 1,
    .step = 1,
    .words = init_words,
    .word_names = init_names,
  };
  choices[N_OPTIONS - 1] = (DhModelOption) {
    .id = RATE,
    .name = N_ ("Learning rate"),
    .summary = N_ ("At which its lanes start"),
    .minimum = MIN_RATE,
    .maximum = MAX_RATE,
  };
}

const DhModelOption *
dh_model_list_options (guint *n_options)
{
  static DhModelOption choices[N_OPTIONS];
  static gsize once;

  if (g_once_init_enter (&once))
    {
      fill_choices (choices);
      g_once_init_leave (&once, 1);
    }
  *n_options = N_OPTIONS;
  return choices;
}

const DhModelLayout *
dh_model_list_layouts (guint *n_layouts)
{
  static DhModelLayout list[G_N_ELEMENTS (layouts)];
  static gsize once;

  if (g_once_init_enter (&once))
    {
      for (guint i = 0; i < G_N_ELEMENTS (layouts); i++)
        list[i] = (DhModelLayout) { layouts[i].id, layouts[i].summary };
      g_once_init_leave (&once, 1);
    }
  *n_layouts = G_N_ELEMENTS (layouts);
  return list;
}

gboolean
dh_model_layout_has (guint layout, guint option)
{
  g_assert (layout < G_N_ELEMENTS (layouts) && option < N_OPTIONS);
  return option >= G_N_ELEMENTS (options) || has_option (&layouts[layout], &options[option]);
}

static void
draft_from_values (const Layout *layout, Values values, DhModelDraft *self)
{
  *self = (DhModelDraft) { .layout = (guint) (layout - layouts) };
  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    self->values[i] = *get_value (&values, &options[i]);
  for (guint i = 0; i < G_N_ELEMENTS (inits); i++)
    if (inits[i].value == values.init)
      self->values[N_OPTIONS - 2] = i;
  self->values[N_OPTIONS - 1] = values.rate;
}

void
dh_model_draft_init (DhModelDraft *self, guint layout)
{
  g_assert (layout < G_N_ELEMENTS (layouts));
  draft_from_values (&layouts[layout], layouts[layout].plain, self);
}

gboolean
dh_model_draft_read (DhModelDraft *self, const char *text, GError **error)
{
  g_autofree char *valid = g_strstrip (g_utf8_make_valid (text, -1));
  Reading reading = { .reader = { .rest = valid, .error = error }, .text = valid };
  guint n;
  const DhModel *const *models = dh_models_get (&n);

  for (guint i = 0; i < n; i++)
    if (g_str_equal (models[i]->id, valid))
      {
        g_set_error (error, DH_ERROR, DH_ERROR_VALUE,
                     _ ("“%s” is a preset, which has no options: begin with a layout, such as "
                        "df{size=96}."),
                     valid);
        return FALSE;
      }
  if (!take_layout (&reading) || !take_options (&reading))
    return FALSE;
  draft_from_values (reading.layout, reading.values, self);
  return TRUE;
}

char *
dh_model_draft_dup_text (const DhModelDraft *self)
{
  const Layout *layout = &layouts[self->layout];
  Values values = layout->plain;

  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    if (has_option (layout, &options[i]))
      *get_value (&values, &options[i]) = (int) self->values[i];
  values.init = inits[(guint) self->values[N_OPTIONS - 2]].value;
  values.rate = self->values[N_OPTIONS - 1];
  return dup_canonical (layout, &values);
}

void
dh_model_draft_change_layout (DhModelDraft *self, guint layout)
{
  DhModelDraft before, after;

  dh_model_draft_init (&before, self->layout);
  dh_model_draft_init (&after, layout);
  for (guint i = 0; i < N_OPTIONS; i++)
    if (self->values[i] != before.values[i] && dh_model_layout_has (self->layout, i)
        && dh_model_layout_has (layout, i))
      after.values[i] = self->values[i];
  *self = after;
}
