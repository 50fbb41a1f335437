/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The inner loops of Winograd's convolution, F(4×4, 3×3), compiled once for each width of vectors.
 *
 * With the transforms Bᵀ, G and Aᵀ, a tile of 4 × 4 outputs is Aᵀ [(G g Gᵀ) ⊙ (Bᵀ d B)] A, so that a
 * window takes 36 multiplications a pair of channels in place of 144; summed over channels these are
 * 36 products of matrices.
 *
 * meson.build compiles this file for AVX-512, for AVX2 with FMA, for AVX and for what every
 * processor has; DH_LANES and DH_KERNELS come from there.
 *
 * Source: Lavin and Gray, “Fast Algorithms for Convolutional Neural Networks”, 2016; the gradients
 * are the transposes of the same transforms.
 */
#include "core/nn/winograd-kernels.h"

#include "core/nn/winograd-products.h"
#include "core/nn/winograd-transforms.h"
#include "core/nn/winograd-transposes.h"

const DhWinogradKernels DH_KERNELS = {
  .lanes = DH_LANES,
  .n_columns = MAX_VECTORS * DH_LANES,
  .transform_windows = transform_windows,
  .transform_gradients = transform_gradients,
  .transform_weights = transform_weights,
  .finish_tiles = finish_tiles,
  .finish_weights = finish_weights,
  .multiply = multiply,
  .multiply_transposed = multiply_transposed,
  .transpose = transpose,
  .turn_kernels = turn_kernels,
};
