// SPDX-License-Identifier: Apache-2.0
// Runs convolution kernels without Node: cases on standard input, results on standard output, so that an emulator
// can execute a build for another processor. The test beside it makes the cases and judges the results.
//
// A case: kIntegers int32 as read below, float32 alpha and beta of the activation, the names of algorithm, inner
// algorithm ("" where there is none) and instruction set in kNameBytes bytes each, then float32 weights, bias, input,
// residual and slope, plain, those of which there are any.
// A result: int32 0, int64 bytes of packed weights, int64 bytes of workspace, the float32 output; or int32 length and
// a message. All in the byte order of the machine.
#include <array>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "conv/convolve.h"
#include "conv/registry.h"

namespace {

using namespace convscope;

constexpr int kIntegers = 26;
constexpr std::size_t kNameBytes = 24;

template <typename T>
bool read(T* to, std::size_t count) {
  return std::fread(to, sizeof(T), count, stdin) == count;
}

template <typename T>
void write(const T* from, std::size_t count) {
  std::fwrite(from, sizeof(T), count, stdout);
}

bool read_name(std::string* out) {
  std::array<char, kNameBytes + 1> name{};
  if (!read(name.data(), kNameBytes)) return false;
  *out = name.data();
  return true;
}

bool read_floats(std::int64_t count, std::vector<float>* out) {
  out->resize(static_cast<std::size_t>(count));
  return read(out->data(), out->size());
}

void fail(const std::string& message) {
  const auto length = static_cast<std::int32_t>(message.size());
  write(&length, 1);
  write(message.data(), message.size());
}

/// False where the input breaks off.
bool run_case(const std::array<std::int32_t, kIntegers>& v) {
  conv::ConvProblem p;
  int* const fields[] = {&p.batch,        &p.in_channels,     &p.in_height,      &p.in_width,     &p.out_channels,
                         &p.out_height,   &p.out_width,       &p.kernel_height,  &p.kernel_width, &p.stride_height,
                         &p.stride_width, &p.dilation_height, &p.dilation_width, &p.pad_top,      &p.pad_left,
                         &p.pad_bottom,   &p.pad_right,       &p.group};
  std::size_t at = 0;
  for (int* field : fields) *field = v[at++];
  const auto function = static_cast<conv::ActivationFunction>(v[at++]);
  const int threads = v[at++];
  const bool has_bias = v[at++] != 0;
  const bool has_residual = v[at++] != 0;
  const bool has_slope = v[at++] != 0;
  const int unit = v[at++];
  const int inner_unit = v[at++];
  const auto storage = static_cast<conv::WeightStorage>(v[at++]);

  std::array<float, 2> bounds{};
  std::string algorithm;
  std::string inner;
  std::string isa_name;
  if (!read(bounds.data(), bounds.size()) || !read_name(&algorithm) || !read_name(&inner) || !read_name(&isa_name))
    return false;
  std::vector<float> weights;
  std::vector<float> bias;
  std::vector<float> input;
  std::vector<float> residual;
  std::vector<float> slope;
  const std::int64_t taps = std::int64_t{p.kernel_height} * p.kernel_width;
  if (!read_floats(std::int64_t{p.out_channels} * (p.in_channels / p.group) * taps, &weights)) return false;
  if (!read_floats(has_bias ? p.out_channels : 0, &bias)) return false;
  if (!read_floats(std::int64_t{p.batch} * p.in_channels * p.in_height * p.in_width, &input)) return false;
  const std::int64_t outputs = std::int64_t{p.batch} * p.out_channels * p.out_height * p.out_width;
  if (!read_floats(has_residual ? outputs : 0, &residual)) return false;
  if (!read_floats(has_slope ? p.out_channels : 0, &slope)) return false;

  const auto isa = core::isa_from_id(isa_name);
  const conv::KernelChoice choice{conv::find_kernel(algorithm, unit),
                                  inner.empty() ? nullptr : conv::find_kernel(inner, inner_unit)};
  if (!isa || choice.kernel == nullptr || (!inner.empty() && choice.inner == nullptr)) {
    fail("no kernel " + algorithm + " " + inner + " for " + isa_name);
    return true;
  }
  std::vector<float> output(static_cast<std::size_t>(outputs));
  const conv::PlainTensors tensors{.weights = weights.data(),
                                   .bias = has_bias ? bias.data() : nullptr,
                                   .input = input.data(),
                                   .output = output.data(),
                                   .residual = has_residual ? residual.data() : nullptr,
                                   .slope = has_slope ? slope.data() : nullptr,
                                   .activation = {function, bounds[0], bounds[1]}};
  memory::TrackingAllocator allocator;
  const core::CancellationToken never;
  conv::ConvolveFigures figures;
  const core::Status status =
      conv::convolve(p, {*isa, threads, storage}, choice, tensors, allocator, never, {}, &figures);
  if (!status.ok()) {
    fail(status.message());
    return true;
  }
  const std::int32_t well = 0;
  const std::int64_t bytes[] = {static_cast<std::int64_t>(figures.packed_weights),
                                static_cast<std::int64_t>(figures.workspace)};
  write(&well, 1);
  write(bytes, 2);
  write(output.data(), output.size());
  return true;
}

}  // namespace

int main() {
  std::array<std::int32_t, kIntegers> integers{};
  while (read(integers.data(), integers.size())) {
    if (!run_case(integers)) {
      std::fputs("the input breaks off within a case\n", stderr);
      return 1;
    }
  }
  return 0;
}
