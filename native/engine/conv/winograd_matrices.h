// SPDX-License-Identifier: Apache-2.0
// Transform matrices of Winograd's minimal filtering F(m, k), made at compile time by the Cook-Toom
// construction: with alpha = m + k - 1, the product of two polynomials is interpolated from its
// values at alpha - 1 finite points and infinity, and the transposed algorithm filters,
// y = A^T [(G g) * (B^T d)].
//
// Source: Winograd, "Arithmetic Complexity of Computations", 1980; Lavin and Gray, "Fast Algorithms
// for Convolutional Neural Networks", 2015 (arXiv:1509.09308); Barabasz et al., "Error Analysis and
// Improving the Accuracy of Winograd Convolution for Deep Neural Networks", ACM TOMS 46(4), 2020
// (choice of points: small, and closed under negation and, from alpha = 8 on, under inversion).
//
// Everything here is consteval: sources of any instruction set may include it.
#pragma once

namespace convscope::conv {

template <int Rows, int Columns>
struct Matrix {
  double at[Rows][Columns] = {};
};

/// alpha - 1 of these are used. Each nonzero point is followed by its negative: the transforms rely on it.
inline constexpr double kWinogradPoints[] = {0.0, 1.0, -1.0, 2.0, -2.0, 0.5, -0.5};

/// B^T, alpha x alpha: row j holds the coefficients of the product of (x - p) over the other points p.
template <int Alpha>
consteval Matrix<Alpha, Alpha> winograd_input_matrix() {
  Matrix<Alpha, Alpha> matrix;
  for (int row = 0; row < Alpha; ++row) {
    double (&c)[Alpha] = matrix.at[row];
    c[0] = 1.0;
    for (int point = 0; point < Alpha - 1; ++point) {
      if (point == row) continue;
      for (int i = Alpha - 1; i > 0; --i) c[i] = c[i - 1] - kWinogradPoints[point] * c[i];
      c[0] *= -kWinogradPoints[point];
    }
  }
  return matrix;
}

/// G, alpha x k: row j holds the powers of point j over the product of its distances to the others.
template <int Alpha, int Kernel>
consteval Matrix<Alpha, Kernel> winograd_weight_matrix() {
  Matrix<Alpha, Kernel> matrix;
  for (int row = 0; row < Alpha - 1; ++row) {
    double value = 1.0;
    for (int point = 0; point < Alpha - 1; ++point) {
      if (point != row) value /= kWinogradPoints[row] - kWinogradPoints[point];
    }
    for (int i = 0; i < Kernel; ++i, value *= kWinogradPoints[row]) matrix.at[row][i] = value;
  }
  matrix.at[Alpha - 1][Kernel - 1] = 1.0;
  return matrix;
}

/// A^T, m x alpha: column j holds the powers of point j.
template <int Alpha, int Unit>
consteval Matrix<Unit, Alpha> winograd_output_matrix() {
  Matrix<Unit, Alpha> matrix;
  for (int column = 0; column < Alpha - 1; ++column) {
    double value = 1.0;
    for (int i = 0; i < Unit; ++i, value *= kWinogradPoints[column]) matrix.at[i][column] = value;
  }
  matrix.at[Unit - 1][Alpha - 1] = 1.0;
  return matrix;
}

}  // namespace convscope::conv
