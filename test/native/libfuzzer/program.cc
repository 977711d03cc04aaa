// SPDX-License-Identifier: Apache-2.0
// A target for libFuzzer: programs out of bytes, as the addon might be given them. Whatever validate() lets pass is
// prepared and run; nothing may be read or written outside of its buffers then. Sizes that a program states for what
// follows from the rest (bytes of buffers, of workspaces, of packed weights) are right most of the time: else hardly
// any program would get beyond them.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "conv/registry.h"
#include "fill.h"
#include "graph/session.h"
#include "graph/validation.h"
#include "memory/tracking_allocator.h"
#include "ops/blocked.h"
#include "ops/checks.h"
#include "ops/operations.h"

namespace {

using namespace convscope;
using fuzz::Bytes;

/// What a run may take: the fuzzer looks for mistakes, not for memory.
constexpr std::size_t kMostBytes = std::size_t{1} << 22;
constexpr std::size_t kEvents = 1024;

core::Isa any_isa(Bytes& bytes) {
  constexpr core::Isa kAll[] = {core::Isa::kPortable, core::Isa::kAvx2, core::Isa::kAvx512};
  const core::Isa isa = kAll[bytes.below(std::size(kAll))];
  return core::isa_executable(isa) ? isa : core::Isa::kPortable;
}

ops::Shape any_shape(Bytes& bytes) {
  ops::Shape shape;
  shape.rank = static_cast<int>(bytes.below(ops::kMaxRank + 1));
  for (int axis = 0; axis < shape.rank; ++axis) {
    shape[axis] = bytes.seldom(64) ? bytes.raw<std::int64_t>() : 1 + static_cast<std::int64_t>(bytes.below(9));
  }
  return shape;
}

/// Mostly one of `count`.
int any_index(Bytes& bytes, std::size_t count) {
  if (count == 0 || bytes.seldom(32)) return static_cast<int>(bytes.raw<std::int16_t>());
  return static_cast<int>(bytes.below(count));
}

graph::Constant any_constant(Bytes& bytes) {
  graph::Constant constant{any_shape(bytes), graph::FillSource{0}};
  switch (bytes.below(4)) {
    case 0: {
      const bool valid = graph::validate_tensor({constant.shape}, core::Isa::kPortable).ok();
      graph::ValuesSource source;
      source.values.resize(valid ? static_cast<std::size_t>(std::min<std::int64_t>(constant.shape.elements(), 4096))
                                 : 1);
      for (float& value : source.values) fuzz::fill(bytes, value);
      constant.source = std::move(source);
      break;
    }
    case 1:
      constant.source = graph::SynthesisedSource{bytes.next(), 1};
      break;
    case 2:
      constant.source = graph::FileSource{any_index(bytes, 1), bytes.next(), bytes.next(), graph::DataType::kFloat32};
      break;
    default:
      constant.source = graph::FillSource{static_cast<float>(bytes.below(8)) - 2};
  }
  if (bytes.seldom(4)) {
    graph::StoredOrder stored{any_shape(bytes), {}};
    if (bytes.below(2) == 0) stored.shape = constant.shape;
    for (int axis = 0; axis < stored.shape.rank; ++axis) {
      stored.permutation.push_back(bytes.seldom(8) ? bytes.next() : stored.shape.rank - 1 - axis);
    }
    constant.stored = std::move(stored);
  }
  return constant;
}

/// What a valid tensor takes in its layout; `otherwise` of one that is not.
std::size_t bytes_of(const ops::TensorInfo& info, core::Isa isa, std::size_t otherwise) {
  if (!graph::validate_tensor(info, isa).ok()) return otherwise;
  return static_cast<std::size_t>(ops::stored_elements(info, isa)) * sizeof(float);
}

/// The next place in the arena.
std::int64_t place_of(std::size_t bytes, std::size_t* end) {
  const auto place = static_cast<std::int64_t>(*end);
  *end += (bytes + memory::kAlignment - 1) / memory::kAlignment * memory::kAlignment;
  return place;
}

/// Behind the buffers before it, or where one of them is.
graph::Buffer any_buffer(Bytes& bytes, const graph::Program& program, std::size_t* end) {
  graph::Buffer buffer;
  if (bytes.below(4) == 0 && !program.constants.empty()) {
    buffer.constant = any_index(bytes, program.constants.size());
    buffer.info.constant = true;
    const auto index = static_cast<std::size_t>(buffer.constant);
    if (index < program.constants.size()) buffer.info.shape = program.constants[index].shape;
  } else if (bytes.below(2) == 0 || program.buffers.empty()) {
    buffer.info.shape = any_shape(bytes);
  } else {
    buffer.info.shape = program.buffers[bytes.below(program.buffers.size())].info.shape;
  }
  if (bytes.below(3) == 0) buffer.info.layout = ops::Layout::kBlocked;
  buffer.bytes = bytes_of(buffer.info, program.isa, 4);
  if (bytes.seldom(64)) buffer.bytes = bytes.raw<std::uint64_t>();
  if (buffer.constant >= 0) return buffer;
  if (bytes.seldom(8) && !program.buffers.empty()) {
    buffer.arena_offset = program.buffers[bytes.below(program.buffers.size())].arena_offset;
  } else if (bytes.seldom(64)) {
    buffer.arena_offset = bytes.raw<std::int64_t>();
  } else if (buffer.bytes <= kMostBytes) {
    buffer.arena_offset = place_of(buffer.bytes, end);
  }
  return buffer;
}

const conv::ConvKernel* any_kernel(Bytes& bytes) {
  const auto all = conv::kernels();
  return all[bytes.below(all.size())];
}

graph::Convolution any_convolution(Bytes& bytes, const graph::Program& program) {
  graph::Convolution convolution;
  conv::ConvProblem& p = convolution.problem;
  int* const sizes[] = {&p.batch,        &p.in_channels,     &p.in_height,      &p.in_width,     &p.out_channels,
                        &p.out_height,   &p.out_width,       &p.kernel_height,  &p.kernel_width, &p.stride_height,
                        &p.stride_width, &p.dilation_height, &p.dilation_width, &p.group};
  for (int* size : sizes) *size = bytes.seldom(64) ? bytes.raw<int>() : 1 + static_cast<int>(bytes.below(9));
  int* const pads[] = {&p.pad_top, &p.pad_left, &p.pad_bottom, &p.pad_right};
  for (int* pad : pads) *pad = static_cast<int>(bytes.below(4)) - (bytes.seldom(16) ? 1 : 0);
  // What follows from the rest, as a plan has it.
  const auto positions = [](std::int64_t in, std::int64_t before, std::int64_t after, std::int64_t kernel,
                            std::int64_t dilation, std::int64_t stride) {
    const std::int64_t room = in + before + after - dilation * (kernel - 1) - 1;
    return room < 0 || stride < 1 ? 0 : static_cast<int>(std::min<std::int64_t>(room / stride + 1, 1 << 20));
  };
  if (!bytes.seldom(16)) {
    p.out_height = positions(p.in_height, p.pad_top, p.pad_bottom, p.kernel_height, p.dilation_height, p.stride_height);
    p.out_width = positions(p.in_width, p.pad_left, p.pad_right, p.kernel_width, p.dilation_width, p.stride_width);
  }
  if (bytes.below(2) == 0) p.group = 1;
  if (bytes.below(4) == 0) p.in_channels = p.out_channels = p.group;
  convolution.choice.kernel = any_kernel(bytes);
  if (bytes.below(4) == 0) convolution.choice.inner = any_kernel(bytes);
  convolution.weight = any_index(bytes, program.constants.size());
  convolution.bias = bytes.below(2) == 0 ? -1 : any_index(bytes, program.constants.size());
  fuzz::fill(bytes, convolution.activation);
  if (bytes.below(4) == 0) {
    const auto index = [&] { return bytes.below(2) == 0 ? -1 : any_index(bytes, program.constants.size()); };
    convolution.affine.push_back({index(), index(), index(), index(), 1e-5f});
  }
  return convolution;
}

/// Gives a convolution weights and tensors that fit: few would by chance.
void fit(graph::Convolution& convolution, const conv::Assessment& assessed, graph::Program& program, graph::Op& op,
         std::size_t* end) {
  const conv::ConvProblem& p = convolution.problem;
  convolution.weight = static_cast<int>(program.constants.size());
  const std::int64_t of_group = p.group > 0 ? p.in_channels / p.group : 0;
  program.constants.push_back({{.rank = 4, .dims = {p.out_channels, of_group, p.kernel_height, p.kernel_width}},
                               graph::SynthesisedSource{1, 1}});
  const auto place = [&](ops::Shape shape, ops::Layout layout) {
    graph::Buffer buffer{.info = {shape, layout}};
    buffer.bytes = bytes_of(buffer.info, program.isa, 0);
    buffer.arena_offset = place_of(buffer.bytes, end);
    program.buffers.push_back(buffer);
    return static_cast<int>(program.buffers.size()) - 1;
  };
  op.inputs = {place({.rank = 4, .dims = {p.batch, p.in_channels, p.in_height, p.in_width}},
                     assessed.plain_input ? ops::Layout::kPlain : ops::Layout::kBlocked)};
  op.outputs = {
      place({.rank = 4, .dims = {p.batch, p.out_channels, p.out_height, p.out_width}}, ops::Layout::kBlocked)};
}

graph::Op any_op(Bytes& bytes, graph::Program& program, std::size_t* end) {
  graph::Op op;
  op.node = static_cast<int>(program.ops.size());
  for (std::size_t i = bytes.below(5); i > 0; --i) {
    op.inputs.push_back(bytes.seldom(8) ? -1 : any_index(bytes, program.buffers.size()));
  }
  op.outputs = {any_index(bytes, program.buffers.size())};
  if (bytes.seldom(4)) op.outputs.push_back(any_index(bytes, program.buffers.size()));
  if (bytes.below(4) == 0) {
    graph::Convolution convolution = any_convolution(bytes, program);
    const conv::Assessment assessed = conv::assess_choice(convolution.problem, program.target(), convolution.choice);
    if (assessed.supported && bytes.below(2) == 0) fit(convolution, assessed, program, op, end);
    convolution.packed_weight_bytes = bytes.seldom(64) ? bytes.next() : assessed.packed_weight_bytes;
    op.workspace_bytes = assessed.workspace_bytes;
    op.operation = std::move(convolution);
    return op;
  }
  auto operation = fuzz::any_of<ops::Operation>(bytes);
  std::vector<const ops::TensorInfo*> inputs, outputs;
  const auto infos = [&](const std::vector<int>& indices, std::vector<const ops::TensorInfo*>& to) {
    for (const int index : indices) {
      const auto at = static_cast<std::size_t>(index);
      to.push_back(index >= 0 && at < program.buffers.size() ? &program.buffers[at].info : nullptr);
    }
  };
  infos(op.inputs, inputs);
  infos(op.outputs, outputs);
  const bool there = std::none_of(outputs.begin(), outputs.end(), [](const auto* info) { return info == nullptr; }) &&
                     std::all_of(program.buffers.begin(), program.buffers.end(), [&](const graph::Buffer& buffer) {
                       return graph::validate_tensor(buffer.info, program.isa).ok();
                     });
  // Only asked about what validate() would ask it about.
  if (there) {
    std::size_t workspace = 0;
    if (ops::assess(operation, {inputs, outputs, program.isa, program.threads}, &workspace).ok())
      op.workspace_bytes = workspace;
  }
  op.operation = std::move(operation);
  return op;
}

graph::Program any_program(Bytes& bytes) {
  graph::Program program;
  program.isa = any_isa(bytes);
  constexpr conv::WeightStorage kStorages[] = {conv::WeightStorage::kFloat32, conv::WeightStorage::kFloat32,
                                               conv::WeightStorage::kFloat16, conv::WeightStorage::kBFloat16};
  program.weights = kStorages[bytes.below(4)];
  program.threads = bytes.seldom(64) ? bytes.next() : 1 + static_cast<int>(bytes.below(2));
  for (std::size_t i = bytes.below(4); i > 0; --i) program.constants.push_back(any_constant(bytes));
  std::size_t end = 0;
  for (std::size_t i = 1 + bytes.below(6); i > 0; --i) program.buffers.push_back(any_buffer(bytes, program, &end));
  for (std::size_t i = 1 + bytes.below(3); i > 0; --i) program.ops.push_back(any_op(bytes, program, &end));
  program.arena_bytes = bytes.seldom(64) ? bytes.raw<std::uint64_t>() : end;
  for (const graph::Op& op : program.ops)
    program.workspace_bytes = std::max(program.workspace_bytes, op.workspace_bytes);
  if (bytes.seldom(64)) program.workspace_bytes = bytes.next();
  const auto is_plain = [&](std::size_t i) {
    const graph::Buffer& buffer = program.buffers[i];
    return buffer.constant < 0 && buffer.info.layout == ops::Layout::kPlain;
  };
  for (std::size_t i = 0; i < program.buffers.size(); ++i) {
    if (is_plain(i) ? bytes.below(2) == 0 : bytes.seldom(64)) program.inputs.push_back(static_cast<int>(i));
    if (is_plain(i) ? bytes.below(2) == 0 : bytes.seldom(64)) program.outputs.push_back(static_cast<int>(i));
  }
  return program;
}

/// Packed weights and constants are held beside the arena.
bool small_enough(const graph::Program& program) {
  std::size_t held = program.arena_bytes;
  const auto add = [&](std::size_t bytes) {
    held = bytes > kMostBytes - std::min(held, kMostBytes) ? kMostBytes + 1 : held + bytes;
  };
  add(program.workspace_bytes);
  for (const graph::Buffer& buffer : program.buffers) add(buffer.bytes);
  for (const graph::Constant& constant : program.constants)
    add(static_cast<std::size_t>(constant.shape.elements()) * sizeof(double));
  for (const graph::Op& op : program.ops) {
    if (const auto* convolution = std::get_if<graph::Convolution>(&op.operation)) add(convolution->packed_weight_bytes);
  }
  return held <= kMostBytes;
}

void run(graph::Program program, Bytes& bytes) {
  std::vector<std::int64_t> inputs, outputs;
  for (const int i : program.inputs)
    inputs.push_back(program.buffers[static_cast<std::size_t>(i)].info.shape.elements());
  for (const int i : program.outputs)
    outputs.push_back(program.buffers[static_cast<std::size_t>(i)].info.shape.elements());
  graph::Session session(std::make_shared<graph::Ledger>(kEvents));
  if (bytes.seldom(8)) session.fail_allocation_at(bytes.below(16));
  const core::CancellationToken cancel;
  if (!session.prepare(std::move(program), cancel).ok()) return;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    std::vector<float> values(static_cast<std::size_t>(inputs[i]));
    for (float& value : values) fuzz::fill(bytes, value);
    (void)session.feed(i, values);
  }
  std::vector<double> durations;
  (void)session.run(cancel, &durations);
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    std::vector<float> values(static_cast<std::size_t>(outputs[i]));
    std::size_t read = 0;
    (void)session.read_output(i, bytes.below(4), values, &read);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Bytes bytes({data, size});
  graph::Program program = any_program(bytes);
  if (graph::validate(program).ok() && small_enough(program)) run(std::move(program), bytes);
  return 0;
}
