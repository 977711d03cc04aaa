// SPDX-License-Identifier: Apache-2.0
// Discrete Fourier transforms along an axis, of whole rows (Dft) or of frames of a signal (Stft); plain, in double.
// Rows of a power of two: Cooley and Tukey ("An Algorithm for the Machine Calculation of Complex Fourier Series",
// 1965); others: by the definition, sum over x[t] · e^(∓2πi·k·t/n).
#include <algorithm>
#include <bit>
#include <cmath>
#include <complex>
#include <numbers>

#include "memory/tracking_allocator.h"
#include "ops/checks.h"
#include "ops/operations.h"
#include "ops/partition.h"

namespace convscope::ops {
namespace {

using Complex = std::complex<double>;

bool is_power_of_two(std::int64_t n) { return std::has_single_bit(static_cast<std::uint64_t>(n)); }

/// The roots, then for every thread a row and its transform.
core::Status workspace_of(std::int64_t length, int threads, std::size_t* bytes) {
  std::size_t row = 0;
  if (length < 1 || length > kMaxParameter) return invalid("a transform of ", length, " elements is none.");
  if (!memory::checked_multiply(static_cast<std::size_t>(length), sizeof(Complex), &row) ||
      !memory::checked_multiply(row, 1 + 2 * static_cast<std::size_t>(threads), bytes)) {
    return core::Status(core::StatusCode::kOverflow, "its workspace has more bytes than can be addressed.");
  }
  return core::Status();
}

class Transform {
 public:
  /// Fills the roots at the beginning of the workspace.
  Transform(const Call& call, std::int64_t length, bool inverse)
      : workspace_(reinterpret_cast<Complex*>(call.workspace)), length_(length), inverse_(inverse) {
    const double turn = (inverse ? 2 : -2) * std::numbers::pi / static_cast<double>(length);
    for (std::int64_t i = 0; i < length; ++i) workspace_[i] = std::polar(1.0, turn * static_cast<double>(i));
  }

  /// A row of this thread's own, to be filled with `length` elements.
  Complex* row(int thread) const { return workspace_ + (1 + 2 * thread) * length_; }

  /// The transform of this thread's row, valid until its next.
  const Complex* apply(int thread) const {
    Complex* x = row(thread);
    Complex* y = x + length_;
    if (is_power_of_two(length_)) {
      halve(x, y);
    } else {
      for (std::int64_t k = 0; k < length_; ++k) {
        Complex sum = 0;
        for (std::int64_t t = 0, at = 0; t < length_; ++t, at = (at + k) % length_) sum += times(x[t], workspace_[at]);
        y[k] = sum;
      }
    }
    if (inverse_) {
      for (std::int64_t k = 0; k < length_; ++k) y[k] /= static_cast<double>(length_);
    }
    return y;
  }

 private:
  /// Without the standard's care for infinities, which makes products slow.
  static Complex times(Complex a, Complex b) {
    return {a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real()};
  }

  /// Puts elements where bit-reversed indices say, then joins neighbours of 1, 2, 4, … elements.
  void halve(const Complex* x, Complex* y) const {
    for (std::int64_t i = 0, j = 0; i < length_; ++i) {
      y[j] = x[i];
      std::int64_t bit = length_ >> 1;
      for (; bit > 0 && (j & bit) != 0; bit >>= 1) j ^= bit;
      j |= bit;
    }
    for (std::int64_t half = 1; half < length_; half *= 2) {
      const std::int64_t stride = length_ / (2 * half);
      for (std::int64_t begin = 0; begin < length_; begin += 2 * half) {
        for (std::int64_t i = 0; i < half; ++i) {
          const Complex even = y[begin + i];
          const Complex odd = times(y[begin + half + i], workspace_[i * stride]);
          y[begin + i] = even + odd;
          y[begin + half + i] = even - odd;
        }
      }
    }
  }

  Complex* workspace_;
  std::int64_t length_;
  bool inverse_;
};

/// `real`: the output has no imaginary part.
core::Status check_complex(const Shape& x, const Shape& y, bool real = false) {
  if (x.rank < 2 || x[x.rank - 1] < 1 || x[x.rank - 1] > 2) {
    return invalid("its input of shape ", x.text(), " is neither real nor complex.");
  }
  return y.rank >= 2 && (y[y.rank - 1] == 2 || real) ? core::Status()
                                                     : invalid("its output of shape ", y.text(), " is not complex.");
}

}  // namespace

core::Status assess(const Dft& op, const Signature& signature, std::size_t* workspace_bytes) {
  *workspace_bytes = 0;
  CONVSCOPE_CHECK(check_counts(signature, 1, 1));
  CONVSCOPE_CHECK(check_layout(signature, Layout::kPlain));
  const Shape& x = signature.input(0).shape;
  const Shape& y = signature.output(0).shape;
  const bool real = op.inverse && y.rank >= 2 && y[y.rank - 1] == 1;
  CONVSCOPE_CHECK(check_complex(x, y, real));
  CONVSCOPE_CHECK(check_axis(op.axis, x.rank - 1));
  const int axis = static_cast<int>(op.axis);
  Shape expected = x;
  expected[x.rank - 1] = real ? 1 : 2;
  if (y.rank == x.rank) expected[axis] = y[axis];
  CONVSCOPE_CHECK(check_output_shape(signature, expected));
  if (y[axis] > op.length) return invalid("a transform of ", op.length, " elements has no ", y[axis], ".");
  return workspace_of(op.length, signature.threads, workspace_bytes);
}

core::Status run(const Dft& op, const Call& call) {
  const Shape& shape = call.signature.input(0).shape;
  const int axis = static_cast<int>(op.axis);
  const std::int64_t parts = shape[shape.rank - 1];
  const std::int64_t inner = shape.product(axis + 1, shape.rank - 1);
  const std::int64_t length = shape[axis];
  const Shape& output = call.signature.output(0).shape;
  const std::int64_t wanted = output[axis];
  const bool real = output[output.rank - 1] == 1;
  const std::int64_t given = std::min(length, real ? op.length / 2 + 1 : op.length);
  const Transform transform(call, op.length, op.inverse);
  call.pool.parallel_for(static_cast<long>(shape.product(0, axis) * inner), [&](long task, int thread) {
    if (call.cancel.cancelled()) return;
    const std::int64_t outer = task / inner;
    const std::int64_t column = task % inner;
    const float* x = call.inputs[0] + (outer * length * inner + column) * parts;
    float* y = call.outputs[0] + (outer * wanted * inner + column) * (real ? 1 : 2);
    Complex* row = transform.row(thread);
    for (std::int64_t t = 0; t < given; ++t) {
      const float* at = x + t * inner * parts;
      row[t] = {at[0], parts == 2 ? at[1] : 0.0f};
    }
    std::fill(row + given, row + op.length, Complex());
    // The other half of the transform of real numbers mirrors the first.
    for (std::int64_t k = op.length / 2 + 1; real && k < op.length; ++k) row[k] = std::conj(row[op.length - k]);
    const Complex* result = transform.apply(thread);
    for (std::int64_t k = 0; real && k < wanted; ++k) y[k * inner] = static_cast<float>(result[k].real());
    for (std::int64_t k = 0; !real && k < wanted; ++k) {
      y[k * inner * 2] = static_cast<float>(result[k].real());
      y[k * inner * 2 + 1] = static_cast<float>(result[k].imag());
    }
  });
  return outcome(call);
}

core::Status assess(const Stft& op, const Signature& signature, std::size_t* workspace_bytes) {
  *workspace_bytes = 0;
  CONVSCOPE_CHECK(check_counts(signature, 1, 2));
  CONVSCOPE_CHECK(check_layout(signature, Layout::kPlain));
  const Shape& x = signature.input(0).shape;
  const Shape& y = signature.output(0).shape;
  CONVSCOPE_CHECK(check_complex(x, y));
  if (x.rank != 3 || y.rank != 4 || y[0] != x[0] || y[2] > op.length) {
    return invalid("its output of shape ", y.text(), " does not fit its signal of shape ", x.text(), ".");
  }
  if (op.step < 1 || op.step > kMaxParameter) return invalid("its step of ", op.step, " is not allowed.");
  CONVSCOPE_CHECK(workspace_of(op.length, signature.threads, workspace_bytes));
  if (signature.has_input(1) && signature.input(1).shape.elements() != op.length) {
    return invalid("its window of shape ", signature.input(1).shape.text(), " does not have ", op.length, " elements.");
  }
  if (x[1] < op.length || y[1] != (x[1] - op.length) / op.step + 1) {
    return invalid("a signal of ", x[1], " elements does not have ", y[1], " frames.");
  }
  return core::Status();
}

core::Status run(const Stft& op, const Call& call) {
  const Shape& shape = call.signature.input(0).shape;
  const Shape& output = call.signature.output(0).shape;
  const std::int64_t parts = shape[2];
  const float* window = call.signature.has_input(1) ? call.inputs[1] : nullptr;
  const Transform transform(call, op.length, false);
  call.pool.parallel_for(static_cast<long>(output[0] * output[1]), [&](long frame, int thread) {
    if (call.cancel.cancelled()) return;
    const std::int64_t begin = frame / output[1] * shape[1] + frame % output[1] * op.step;
    const float* x = call.inputs[0] + begin * parts;
    Complex* row = transform.row(thread);
    for (std::int64_t t = 0; t < op.length; ++t) {
      row[t] = Complex(x[t * parts], parts == 2 ? x[t * parts + 1] : 0.0f) * (window == nullptr ? 1.0 : window[t]);
    }
    const Complex* result = transform.apply(thread);
    float* y = call.outputs[0] + frame * output[2] * 2;
    for (std::int64_t k = 0; k < output[2]; ++k) {
      y[2 * k] = static_cast<float>(result[k].real());
      y[2 * k + 1] = static_cast<float>(result[k].imag());
    }
  });
  return outcome(call);
}

}  // namespace convscope::ops
