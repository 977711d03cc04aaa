// SPDX-License-Identifier: Apache-2.0
#include "conv/convolve.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <memory>

#include "conv/primitives.h"
#include "conv/registry.h"
#include "conv/sizes.h"

namespace convscope::conv {
namespace {

using core::Status;
using core::StatusCode;
using memory::Block;
using memory::Category;

/// Plain [n][c][plane] into blocked [n][C/b][plane][b], missing channels zero.
void to_blocked(const float* plain, int batch, int channels, std::size_t plane, int block, float* blocked) {
  const int padded = round_up(channels, block);
  std::memset(blocked, 0, std::size_t(batch) * padded * plane * sizeof(float));
  for (int n = 0; n < batch; ++n) {
    for (int c = 0; c < channels; ++c) {
      const float* from = plain + (std::size_t(n) * channels + c) * plane;
      float* to = blocked + (std::size_t(n) * padded + c / block * block) * plane + c % block;
      for (std::size_t i = 0; i < plane; ++i) to[i * block] = from[i];
    }
  }
}

void to_plain(const float* blocked, int batch, int channels, std::size_t plane, int block, float* plain) {
  const int padded = round_up(channels, block);
  for (int n = 0; n < batch; ++n) {
    for (int c = 0; c < channels; ++c) {
      const float* from = blocked + (std::size_t(n) * padded + c / block * block) * plane + c % block;
      float* to = plain + (std::size_t(n) * channels + c) * plane;
      for (std::size_t i = 0; i < plane; ++i) to[i] = from[i * block];
    }
  }
}

class PlainWeights final : public WeightSource {
 public:
  explicit PlainWeights(const float* values) : values_(values) {}
  Status read(std::size_t first, std::size_t count, float* destination) const override {
    std::memcpy(destination, values_ + first, count * sizeof(float));
    return Status();
  }

 private:
  const float* values_;
};

/// Every thread reads a part of `block`, in whole cache lines.
void read_block(const Block& block, const Target& target, core::ThreadPool& pool) {
  const Primitives& simd = primitives(target.isa);
  // A multiple of what read_through takes.
  const std::size_t step = 128, steps = block.size() / sizeof(float) / step;
  volatile float kept = 0;
  const auto threads = static_cast<std::size_t>(target.threads);
  pool.parallel_for(target.threads, [&](long index, int) {
    const std::size_t first = steps * static_cast<std::size_t>(index) / threads;
    const std::size_t last = steps * static_cast<std::size_t>(index + 1) / threads;
    kept = simd.read_through(block.floats() + first * step, (last - first) * step);
  });
}

/// The engine's layouts promise that lanes of missing channels are zero; whoever reads the output
/// next relies on it.
bool missing_channels_are_zero(const float* blocked, int batch, int channels, std::size_t plane, int block) {
  const int padded = round_up(channels, block);
  for (int n = 0; n < batch; ++n) {
    for (int c = channels; c < padded; ++c) {
      const float* lane = blocked + (std::size_t(n) * padded + c / block * block) * plane + c % block;
      for (std::size_t i = 0; i < plane; ++i) {
        if (lane[i * block] != 0.0f) return false;
      }
    }
  }
  return true;
}

}  // namespace

Status convolve(const ConvProblem& p, const Target& target, const KernelChoice& choice, const PlainTensors& tensors,
                memory::TrackingAllocator& allocator, const core::CancellationToken& cancellation,
                const ConvolveRuns& runs, ConvolveFigures* figures) {
  const Assessment assessment = assess_choice(p, target, choice);
  if (!assessment.supported) return Status(StatusCode::kUnsupported, assessment.refusal);
  if (!core::isa_executable(target.isa)) {
    return Status(StatusCode::kInvalidArgument,
                  std::string("This machine cannot execute kernels for ") + core::isa_id(target.isa) + ".");
  }

  Block input, packed, workspace, output, residual, slope, between;
  const std::size_t input_elements = std::size_t(p.batch) * p.in_channels * p.in_height * p.in_width;
  const std::size_t input_bytes =
      assessment.plain_input ? input_elements * sizeof(float) : blocked_input_bytes(p, target.isa).value();
  const std::size_t output_bytes = blocked_output_bytes(p, target.isa).value();
  if (Status s = allocator.allocate(input_bytes, {Category::kActivations, -1}, &input); !s.ok()) return s;
  if (Status s = allocator.allocate(output_bytes, {Category::kActivations, -1}, &output); !s.ok()) return s;
  if (Status s = allocator.allocate(assessment.packed_weight_bytes, {Category::kPackedWeights, -1}, &packed); !s.ok()) {
    return s;
  }
  if (Status s = allocator.allocate(assessment.workspace_bytes, {Category::kWorkspace, -1}, &workspace); !s.ok()) {
    return s;
  }
  if (tensors.residual != nullptr) {
    if (Status s = allocator.allocate(output_bytes, {Category::kActivations, -1}, &residual); !s.ok()) return s;
    to_blocked(tensors.residual, p.batch, p.out_channels, std::size_t(p.out_height) * p.out_width,
               core::channel_block(target.isa), residual.floats());
  }
  if (tensors.slope != nullptr) {
    const std::size_t bytes = round_up(p.out_channels, core::channel_block(target.isa)) * sizeof(float);
    if (Status s = allocator.allocate(bytes, {Category::kOther, -1}, &slope); !s.ok()) return s;
    to_blocked(tensors.slope, 1, p.out_channels, 1, core::channel_block(target.isa), slope.floats());
  }
  figures->packed_weights = allocator.held(Category::kPackedWeights);
  figures->workspace = allocator.held(Category::kWorkspace);

  const int block = core::channel_block(target.isa);
  const std::size_t out_plane = std::size_t(p.out_height) * p.out_width;
  if (assessment.plain_input) {
    std::copy_n(tensors.input, input_elements, input.floats());
  } else {
    to_blocked(tensors.input, p.batch, p.in_channels, std::size_t(p.in_height) * p.in_width, block, input.floats());
  }
  std::unique_ptr<core::ThreadPool> pool;
  if (Status s = core::ThreadPool::create(target.threads, &pool); !s.ok()) return s;
  const PlainWeights source(tensors.weights);
  const float* weights = streams_weights(choice) ? nullptr : tensors.weights;
  choice.kernel->pack(p, target, choice, {p, weights, tensors.bias}, packed.data(), *pool);
  const ConvBuffers buffers = {input.floats(),
                               packed.data(),
                               output.floats(),
                               workspace.data(),
                               {tensors.activation, slope.floats(), residual.floats()},
                               &source};
  if (Status s = allocator.allocate(runs.bytes_between, {Category::kOther, -1}, &between); !s.ok()) return s;
  if (between) std::memset(between.data(), 0, between.size());
  for (int i = 0; i < runs.count; ++i) {
    if (between) {
      read_block(between, target, *pool);
      for (const Block* warm : {&workspace, &output, &input}) read_block(*warm, target, *pool);
    }
    const auto start = std::chrono::steady_clock::now();
    if (Status s = choice.kernel->run(p, target, choice, buffers, *pool, cancellation); !s.ok()) return s;
    const std::int64_t ns = std::chrono::nanoseconds(std::chrono::steady_clock::now() - start).count();
    figures->run_ns = i == 0 ? ns : std::min(figures->run_ns, ns);
  }
  if (!missing_channels_are_zero(output.floats(), p.batch, p.out_channels, out_plane, block)) {
    return Status(StatusCode::kInternal, "The kernel wrote to channels that do not exist.");
  }
  to_plain(output.floats(), p.batch, p.out_channels, out_plane, block, tensors.output);
  return Status();
}

}  // namespace convscope::conv
