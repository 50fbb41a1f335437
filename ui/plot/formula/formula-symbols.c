/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The symbols of formulas: commands for single signs and function names, with their classes.
 */
#include <string.h>

#include "ui/plot/formula/formula-private.h"

#define GREEK(name, text) \
  { \
    name, text, DH_ATOM_ORDINARY, DH_SYMBOL_SLANTED \
  }
#define CAPITAL(name, text) \
  { \
    name, text, DH_ATOM_ORDINARY, DH_SYMBOL_UPRIGHT \
  }
#define SIGN(name, text, atom) \
  { \
    name, text, DH_ATOM_##atom, DH_SYMBOL_UPRIGHT \
  }
#define FUNCTION(name) \
  { \
    name, name, DH_ATOM_OPERATOR, DH_SYMBOL_UPRIGHT \
  }
#define LIMIT(name) \
  { \
    name, name, DH_ATOM_OPERATOR, DH_SYMBOL_LIMITS \
  }
#define LARGE(name, text) \
  { \
    name, text, DH_ATOM_OPERATOR, DH_SYMBOL_LARGE \
  }

static const DhMathSymbol symbols[] = {
  GREEK ("alpha", "α"),
  GREEK ("beta", "β"),
  GREEK ("gamma", "γ"),
  GREEK ("delta", "δ"),
  GREEK ("epsilon", "ϵ"),
  GREEK ("varepsilon", "ε"),
  GREEK ("zeta", "ζ"),
  GREEK ("eta", "η"),
  GREEK ("theta", "θ"),
  GREEK ("iota", "ι"),
  GREEK ("kappa", "κ"),
  GREEK ("lambda", "λ"),
  GREEK ("mu", "μ"),
  GREEK ("nu", "ν"),
  GREEK ("xi", "ξ"),
  GREEK ("pi", "π"),
  GREEK ("rho", "ρ"),
  GREEK ("sigma", "σ"),
  GREEK ("tau", "τ"),
  GREEK ("upsilon", "υ"),
  GREEK ("phi", "φ"),
  GREEK ("varphi", "φ"),
  GREEK ("chi", "χ"),
  GREEK ("psi", "ψ"),
  GREEK ("omega", "ω"),
  GREEK ("ell", "ℓ"),
  GREEK ("partial", "∂"),
  CAPITAL ("Gamma", "Γ"),
  CAPITAL ("Delta", "Δ"),
  CAPITAL ("Theta", "Θ"),
  CAPITAL ("Lambda", "Λ"),
  CAPITAL ("Xi", "Ξ"),
  CAPITAL ("Pi", "Π"),
  CAPITAL ("Sigma", "Σ"),
  CAPITAL ("Phi", "Φ"),
  CAPITAL ("Psi", "Ψ"),
  CAPITAL ("Omega", "Ω"),
  CAPITAL ("infty", "∞"),
  CAPITAL ("nabla", "∇"),
  CAPITAL ("prime", "′"),
  CAPITAL ("%", "%"),
  CAPITAL ("#", "#"),
  CAPITAL ("&", "&"),
  CAPITAL ("_", "_"),

  SIGN ("+", "+", BINARY),
  SIGN ("-", "−", BINARY),
  SIGN ("*", "∗", BINARY),
  SIGN ("cdot", "⋅", BINARY),
  SIGN ("times", "×", BINARY),
  SIGN ("pm", "±", BINARY),
  SIGN ("mp", "∓", BINARY),
  SIGN ("odot", "⊙", BINARY),
  SIGN ("circ", "∘", BINARY),
  SIGN ("ast", "∗", BINARY),
  SIGN ("div", "÷", BINARY),
  SIGN ("=", "=", RELATION),
  SIGN ("<", "<", RELATION),
  SIGN (">", ">", RELATION),
  SIGN (":", ":", RELATION),
  SIGN ("le", "≤", RELATION),
  SIGN ("leq", "≤", RELATION),
  SIGN ("ge", "≥", RELATION),
  SIGN ("geq", "≥", RELATION),
  SIGN ("ne", "≠", RELATION),
  SIGN ("neq", "≠", RELATION),
  SIGN ("approx", "≈", RELATION),
  SIGN ("sim", "∼", RELATION),
  SIGN ("equiv", "≡", RELATION),
  SIGN ("propto", "∝", RELATION),
  SIGN ("in", "∈", RELATION),
  SIGN ("to", "→", RELATION),
  SIGN ("ll", "≪", RELATION),
  SIGN ("gg", "≫", RELATION),

  SIGN ("(", "(", OPEN),
  SIGN ("[", "[", OPEN),
  SIGN ("{", "{", OPEN),
  SIGN ("lvert", "|", OPEN),
  SIGN ("lVert", "‖", OPEN),
  SIGN (")", ")", CLOSE),
  SIGN ("]", "]", CLOSE),
  SIGN ("}", "}", CLOSE),
  SIGN ("rvert", "|", CLOSE),
  SIGN ("rVert", "‖", CLOSE),
  SIGN ("!", "!", CLOSE),
  SIGN ("|", "|", ORDINARY),
  SIGN ("/", "/", ORDINARY),
  SIGN (".", ".", ORDINARY),
  SIGN (",", ",", PUNCTUATION),
  SIGN (";", ";", PUNCTUATION),
  SIGN ("ldots", "…", INNER),
  SIGN ("dots", "…", INNER),
  SIGN ("cdots", "⋯", INNER),

  FUNCTION ("log"),
  FUNCTION ("ln"),
  FUNCTION ("exp"),
  FUNCTION ("sin"),
  FUNCTION ("cos"),
  FUNCTION ("sinh"),
  FUNCTION ("cosh"),
  FUNCTION ("tanh"),
  LIMIT ("max"),
  LIMIT ("min"),
  LIMIT ("lim"),
  LARGE ("sum", "∑"),
  LARGE ("prod", "∏"),
};

const DhMathSymbol *
dh_math_symbol_find (const char *name, gsize length)
{
  for (gsize i = 0; i < G_N_ELEMENTS (symbols); i++)
    if (strlen (symbols[i].name) == length && strncmp (symbols[i].name, name, length) == 0)
      return &symbols[i];
  return NULL;
}

DhMathNode *
dh_math_node_new (DhMathKind kind, DhAtom atom)
{
  DhMathNode *self = g_new0 (DhMathNode, 1);

  self->kind = kind;
  self->atom = atom;
  if (kind == DH_MATH_ROW || kind == DH_MATH_CASES)
    self->children = g_ptr_array_new_with_free_func ((GDestroyNotify) dh_math_node_free);
  return self;
}

void
dh_math_node_free (DhMathNode *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (self->parts); i++)
    dh_math_node_free (self->parts[i]);
  g_clear_pointer (&self->children, g_ptr_array_unref);
  g_clear_object (&self->layout);
  g_free (self->text);
  g_free (self);
}

DhMathNode *
dh_math_glyphs_new (const char *text, gssize length, DhAtom atom, gboolean slanted)
{
  DhMathNode *node = dh_math_node_new (DH_MATH_GLYPHS, atom);

  node->text = length < 0 ? g_strdup (text) : g_strndup (text, length);
  node->slanted = slanted;
  return node;
}

DhMathNode *
dh_math_symbol_new (const DhMathSymbol *symbol)
{
  DhMathNode *node = dh_math_glyphs_new (symbol->text, -1, symbol->atom,
                                         symbol->look == DH_SYMBOL_SLANTED);

  node->large = symbol->look == DH_SYMBOL_LARGE;
  node->limits = symbol->look == DH_SYMBOL_LIMITS || node->large;
  return node;
}
