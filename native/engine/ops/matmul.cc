// SPDX-License-Identifier: Apache-2.0
// Products of the last two dims, the dims before them broadcast against each other; plain. An operand of rank 1 is a
// row (a) or a column (b).
#include <array>

#include "ops/checks.h"
#include "ops/matrix_product.h"
#include "ops/operations.h"
#include "ops/partition.h"

namespace convscope::ops {
namespace {

struct Operand {
  /// Of the matrix as it is multiplied, that is after any transposition.
  std::int64_t rows, columns, row_stride, column_stride;
  /// The dims before the matrix.
  Shape batch;
};

Operand operand_of(const Shape& shape, bool transpose, bool vector_is_row) {
  if (shape.rank == 1) {
    return vector_is_row ? Operand{1, shape[0], shape[0], 1, {}} : Operand{shape[0], 1, 1, shape[0], {}};
  }
  const std::int64_t rows = shape[shape.rank - 2];
  const std::int64_t columns = shape[shape.rank - 1];
  Operand operand = transpose ? Operand{columns, rows, 1, columns, {}} : Operand{rows, columns, columns, 1, {}};
  operand.batch.rank = shape.rank - 2;
  for (int i = 0; i < operand.batch.rank; ++i) operand.batch[i] = shape[i];
  return operand;
}

/// Dim `i` of a batch that is aligned at the end of one of rank `rank`.
std::int64_t batch_dim(const Shape& batch, int rank, int i) {
  const int own = i - (rank - batch.rank);
  return own < 0 ? 1 : batch[own];
}

core::Status broadcast_batches(const Operand& a, const Operand& b, Shape* batch) {
  batch->rank = std::max(a.batch.rank, b.batch.rank);
  for (int i = 0; i < batch->rank; ++i) {
    const std::int64_t left = batch_dim(a.batch, batch->rank, i);
    const std::int64_t right = batch_dim(b.batch, batch->rank, i);
    if (left != right && left != 1 && right != 1) {
      return invalid("batches ", a.batch.text(), " and ", b.batch.text(), " do not broadcast.");
    }
    (*batch)[i] = std::max(left, right);
  }
  return core::Status();
}

/// Index of an operand's matrix for matrix `index` of the result.
std::int64_t matrix_index(const Shape& batch, const Shape& own, std::int64_t index) {
  std::int64_t result = 0;
  std::int64_t stride = 1;
  for (int i = batch.rank - 1; i >= 0; --i) {
    const std::int64_t dim = batch_dim(own, batch.rank, i);
    if (dim != 1) result += index % batch[i] * stride;
    stride *= dim;
    index /= batch[i];
  }
  return result;
}

/// Starts c at value(row, column), for multiply_add to add to.
template <typename F>
core::Status initialise(const Call& call, std::int64_t rows, std::int64_t columns, float* c, F&& value) {
  return parallel_ranges(call, rows, kElementGrain / columns, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t r = begin; r < end; ++r) {
      for (std::int64_t j = 0; j < columns; ++j) c[r * columns + j] = value(r, j);
    }
  });
}

core::Status book_workspace(std::int64_t rows, std::int64_t columns, std::int64_t depth, core::Isa isa,
                            std::size_t* workspace_bytes) {
  if (matrix_product_workspace(rows, columns, depth, isa, workspace_bytes)) return core::Status();
  return core::Status(core::StatusCode::kOverflow, "its workspace has more bytes than can be addressed.");
}

}  // namespace

core::Status assess(const MatMul& op, const Signature& signature, std::size_t* workspace_bytes) {
  *workspace_bytes = 0;
  CONVSCOPE_CHECK(check_counts(signature, 2, 3));
  CONVSCOPE_CHECK(check_layout(signature, Layout::kPlain));
  const Shape& a_shape = signature.input(0).shape;
  const Shape& b_shape = signature.input(1).shape;
  if (a_shape.rank == 0 || b_shape.rank == 0) return invalid("a scalar is not a matrix.");
  const Operand a = operand_of(a_shape, op.transpose_a, true);
  const Operand b = operand_of(b_shape, op.transpose_b, false);
  if (a.columns != b.rows) {
    return invalid("a matrix of ", a.columns, " columns cannot be multiplied with one of ", b.rows, " rows.");
  }
  Shape expected;
  CONVSCOPE_CHECK(broadcast_batches(a, b, &expected));
  if (a_shape.rank > 1) expected[expected.rank++] = a.rows;
  if (b_shape.rank > 1) expected[expected.rank++] = b.columns;
  CONVSCOPE_CHECK(check_output_shape(signature, expected));
  if (signature.has_input(2) && signature.input(2).shape.elements() != b.columns) {
    return invalid("its bias of shape ", signature.input(2).shape.text(), " does not have ", b.columns, " elements.");
  }
  return book_workspace(a.rows, b.columns, a.columns, signature.isa, workspace_bytes);
}

core::Status run(const MatMul& op, const Call& call) {
  const Signature& signature = call.signature;
  const Operand a = operand_of(signature.input(0).shape, op.transpose_a, true);
  const Operand b = operand_of(signature.input(1).shape, op.transpose_b, false);
  Shape batch;
  CONVSCOPE_CHECK(broadcast_batches(a, b, &batch));
  const std::int64_t matrices = batch.elements();
  const float* bias = signature.has_input(2) ? call.inputs[2] : nullptr;
  CONVSCOPE_CHECK(initialise(call, matrices * a.rows, b.columns, call.outputs[0],
                             [&](std::int64_t, std::int64_t j) { return bias == nullptr ? 0.0f : bias[j]; }));
  for (std::int64_t m = 0; m < matrices; ++m) {
    CONVSCOPE_CHECK(multiply_add(call,
                                 {.rows = a.rows,
                                  .columns = b.columns,
                                  .depth = a.columns,
                                  .a = call.inputs[0] + matrix_index(batch, a.batch, m) * a.rows * a.columns,
                                  .a_row = a.row_stride,
                                  .a_step = a.column_stride,
                                  .b = call.inputs[1] + matrix_index(batch, b.batch, m) * b.rows * b.columns,
                                  .b_row = b.row_stride,
                                  .b_step = b.column_stride,
                                  .c = call.outputs[0] + m * a.rows * b.columns,
                                  .c_row = b.columns},
                                 call.workspace));
  }
  return core::Status();
}

core::Status assess(const Gemm& op, const Signature& signature, std::size_t* workspace_bytes) {
  *workspace_bytes = 0;
  CONVSCOPE_CHECK(check_counts(signature, 2, 3));
  CONVSCOPE_CHECK(check_layout(signature, Layout::kPlain));
  if (signature.input(0).shape.rank != 2 || signature.input(1).shape.rank != 2) {
    return invalid("its operands of shapes ", signature.input(0).shape.text(), " and ", signature.input(1).shape.text(),
                   " are not matrices.");
  }
  const Operand a = operand_of(signature.input(0).shape, op.transpose_a, true);
  const Operand b = operand_of(signature.input(1).shape, op.transpose_b, false);
  if (a.columns != b.rows) {
    return invalid("a matrix of ", a.columns, " columns cannot be multiplied with one of ", b.rows, " rows.");
  }
  CONVSCOPE_CHECK(check_output_shape(signature, {.rank = 2, .dims = {a.rows, b.columns}}));
  if (signature.has_input(2)) {
    const Shape& c = signature.input(2).shape;
    const std::int64_t c_rows = c.rank < 2 ? 1 : c[c.rank - 2];
    const std::int64_t c_columns = c.rank < 1 ? 1 : c[c.rank - 1];
    const bool fits = c.rank <= 2 && (c_rows == 1 || c_rows == a.rows) && (c_columns == 1 || c_columns == b.columns);
    if (!fits) return invalid("shape ", c.text(), " does not broadcast to ", signature.output(0).shape.text(), ".");
  }
  return book_workspace(a.rows, b.columns, a.columns, signature.isa, workspace_bytes);
}

core::Status run(const Gemm& op, const Call& call) {
  const Signature& signature = call.signature;
  const Operand a = operand_of(signature.input(0).shape, op.transpose_a, true);
  const Operand b = operand_of(signature.input(1).shape, op.transpose_b, false);
  const float* c = signature.has_input(2) && op.beta != 0 ? call.inputs[2] : nullptr;
  std::int64_t c_row = 0;
  std::int64_t c_step = 0;
  if (c != nullptr) {
    const Shape& shape = signature.input(2).shape;
    const std::int64_t columns = shape.rank < 1 ? 1 : shape[shape.rank - 1];
    c_step = columns == 1 ? 0 : 1;
    c_row = shape.rank < 2 || shape[0] == 1 ? 0 : columns;
  }
  CONVSCOPE_CHECK(initialise(call, a.rows, b.columns, call.outputs[0], [&](std::int64_t r, std::int64_t j) {
    return c == nullptr ? 0.0f : op.beta * c[r * c_row + j * c_step];
  }));
  return multiply_add(call,
                      {.rows = a.rows,
                       .columns = b.columns,
                       .depth = a.columns,
                       .a = call.inputs[0],
                       .a_row = a.row_stride,
                       .a_step = a.column_stride,
                       .b = call.inputs[1],
                       .b_row = b.row_stride,
                       .b_step = b.column_stride,
                       .c = call.outputs[0],
                       .c_row = b.columns,
                       .alpha = op.alpha},
                      call.workspace);
}

}  // namespace convscope::ops
