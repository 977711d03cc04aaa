// SPDX-License-Identifier: Apache-2.0
#include "graph/validation.h"

#include <span>
#include <string>
#include <utility>

#include "conv/registry.h"
#include "graph/streamed_weights.h"
#include "graph/widen.h"
#include "memory/tracking_allocator.h"
#include "ops/blocked.h"
#include "ops/checks.h"
#include "ops/operations.h"

namespace convscope::graph {
namespace {

using core::Status;
using core::StatusCode;
using ops::invalid;

/// Elements of a tensor, so that products of a few sizes fit in 64 bits.
constexpr std::int64_t kMaxElements = std::int64_t{1} << 40;

bool within(int index, std::size_t size) { return index >= 0 && static_cast<std::size_t>(index) < size; }

Status validate_buffer(const Program& program, std::size_t index) {
  const Buffer& buffer = program.buffers[index];
  if (Status status = validate_tensor(buffer.info, program.isa); !status.ok()) {
    return invalid("Buffer ", index, ": ", status.message());
  }
  const auto needed = static_cast<std::size_t>(ops::stored_elements(buffer.info, program.isa)) * sizeof(float);
  if (buffer.bytes != needed)
    return invalid("Buffer ", index, " has ", buffer.bytes, " bytes instead of ", needed, ".");
  if (buffer.constant >= 0) {
    if (!within(buffer.constant, program.constants.size()) || buffer.arena_offset >= 0) {
      return invalid("Buffer ", index, " is not exactly one of a constant and a part of the arena.");
    }
    const ops::Shape& shape = program.constants[static_cast<std::size_t>(buffer.constant)].shape;
    if (shape.elements() == buffer.info.shape.elements()) return Status();
    return invalid("Buffer ", index, " of shape ", buffer.info.shape.text(), " does not have the elements of constant ",
                   buffer.constant, " of shape ", shape.text(), ".");
  }
  if (buffer.arena_offset < 0 || buffer.arena_offset % static_cast<std::int64_t>(memory::kAlignment) != 0) {
    return invalid("Buffer ", index, " begins at ", buffer.arena_offset, ", which is no aligned place in the arena.");
  }
  const auto offset = static_cast<std::size_t>(buffer.arena_offset);
  if (offset > program.arena_bytes || buffer.bytes > program.arena_bytes - offset) {
    return invalid("Buffer ", index, " reaches beyond the ", program.arena_bytes, " bytes of the arena.");
  }
  return Status();
}

/// As many elements, and every axis once.
bool is_reordering(const StoredOrder& stored, const ops::Shape& shape, core::Isa isa) {
  if (!validate_tensor({stored.shape}, isa).ok() || stored.shape.elements() != shape.elements()) return false;
  if (stored.permutation.size() != static_cast<std::size_t>(stored.shape.rank)) return false;
  unsigned seen = 0;
  for (const std::int64_t axis : stored.permutation) {
    if (axis < 0 || axis >= stored.shape.rank) return false;
    seen |= 1u << axis;
  }
  return seen == (1u << stored.shape.rank) - 1;
}

Status validate_constant(const Program& program, std::size_t index) {
  const Constant& constant = program.constants[index];
  if (Status status = validate_tensor({constant.shape}, program.isa); !status.ok()) {
    return invalid("Constant ", index, ": ", status.message());
  }
  const auto elements = static_cast<std::uint64_t>(constant.shape.elements());
  if (constant.stored && !is_reordering(*constant.stored, constant.shape, program.isa)) {
    return invalid("Constant ", index, " is stored in an order that does not give the shape ", constant.shape.text(),
                   ".");
  }
  if (const auto* file = std::get_if<FileSource>(&constant.source)) {
    if (!within(file->file, program.files.size())) return invalid("Constant ", index, " is in no file of the program.");
    if (file->byte_length != elements * element_bytes(file->type)) {
      return invalid("Constant ", index, " of shape ", constant.shape.text(), " cannot have ", file->byte_length,
                     " bytes.");
    }
  } else if (const auto* values = std::get_if<ValuesSource>(&constant.source)) {
    if (values->values.size() != elements) {
      return invalid("Constant ", index, " of shape ", constant.shape.text(), " has ", values->values.size(),
                     " values.");
    }
  } else if (const auto* sparse = std::get_if<SparseSource>(&constant.source)) {
    if (!within(sparse->file, program.files.size()))
      return invalid("Constant ", index, " is in no file of the program.");
    if (sparse->count > elements) {
      return invalid("Constant ", index, " of shape ", constant.shape.text(), " has ", sparse->count, " values.");
    }
  }
  return Status();
}

bool overlap(const Buffer& a, const Buffer& b) {
  if (a.constant >= 0 || b.constant >= 0) return false;
  return a.arena_offset < b.arena_offset + static_cast<std::int64_t>(b.bytes) &&
         b.arena_offset < a.arena_offset + static_cast<std::int64_t>(a.bytes);
}

/// Nothing is read after it was overwritten: outputs lie apart from each other and from the inputs, except that an
/// element-wise operation may write where it reads.
Status validate_places(const Program& program, const Op& op) {
  const auto* operation = std::get_if<ops::Operation>(&op.operation);
  const bool in_place = operation != nullptr && ops::works_in_place(*operation);
  for (std::size_t o = 0; o < op.outputs.size(); ++o) {
    const Buffer& output = program.buffers[static_cast<std::size_t>(op.outputs[o])];
    if (output.constant >= 0) return invalid("its output is a constant.");
    for (std::size_t other = 0; other < o; ++other) {
      if (overlap(output, program.buffers[static_cast<std::size_t>(op.outputs[other])])) {
        return invalid("its outputs overlap.");
      }
    }
    for (std::size_t i = 0; i < op.inputs.size(); ++i) {
      if (op.inputs[i] < 0) continue;
      const Buffer& input = program.buffers[static_cast<std::size_t>(op.inputs[i])];
      const bool same = input.arena_offset == output.arena_offset && input.bytes == output.bytes &&
                        input.info.shape.elements() == output.info.shape.elements();
      // A list of operands is folded two by two: from the third on, an operand is read after the output was written.
      // A convolution reads each element of its residual just before it writes that of the output.
      const bool may_share = operation == nullptr ? i == 1 : in_place && i < 2;
      if (overlap(input, output) && !(may_share && same)) return invalid("its output overlaps input ", i, ".");
    }
  }
  return Status();
}

Status check_image(const char* what, const ops::TensorInfo& info, ops::Layout layout, std::int64_t n, std::int64_t c,
                   std::int64_t h, std::int64_t w) {
  const ops::Shape expected{.rank = 4, .dims = {n, c, h, w}};
  if (info.layout == layout && info.shape == expected) return Status();
  return invalid("its ", what, " is not a ", layout == ops::Layout::kBlocked ? "blocked" : "plain", " tensor of shape ",
                 expected.text(), ".");
}

Status validate_epilogue(const Program& program, const Convolution& convolution,
                         std::span<const ops::TensorInfo* const> inputs) {
  const conv::ConvProblem& p = convolution.problem;
  const int block = core::channel_block(program.isa);
  if (inputs.size() > 1 && inputs[1] != nullptr) {
    CONVSCOPE_CHECK(
        check_image("residual", *inputs[1], ops::Layout::kBlocked, p.batch, p.out_channels, p.out_height, p.out_width));
  }
  if (inputs.size() > 2 && inputs[2] != nullptr) {
    if (inputs[2]->layout != ops::Layout::kBlocked || !inputs[2]->constant ||
        inputs[2]->shape != ops::Shape{.rank = 1, .dims = {p.out_channels}}) {
      return invalid("its slopes are no blocked constant of shape [", p.out_channels, "].");
    }
    if (convolution.choice.inner != nullptr && (p.out_channels / p.group) % block != 0) {
      return ops::unsupported("groups of ", p.out_channels / p.group, " channels cannot have slopes of their own.");
    }
  }
  if (!conv::keeps_zero(convolution.activation) && p.out_channels % block != 0) {
    return ops::unsupported("its activation would fill the lanes of missing channels.");
  }
  for (const Affine& stage : convolution.affine) {
    for (const int index : {stage.scale, stage.bias, stage.mean, stage.variance}) {
      if (index == -1) continue;
      if (!within(index, program.constants.size()))
        return invalid("its scale or offset is no constant of the program.");
      const std::int64_t elements = program.constants[static_cast<std::size_t>(index)].shape.elements();
      if (elements != 1 && elements != p.out_channels) {
        return invalid("its scale or offset has ", elements, " elements for ", p.out_channels, " channels.");
      }
    }
  }
  return Status();
}

Status validate_convolution(const Program& program, const Convolution& convolution,
                            std::span<const ops::TensorInfo* const> inputs,
                            std::span<const ops::TensorInfo* const> outputs, std::size_t* workspace_bytes) {
  const conv::ConvProblem& p = convolution.problem;
  const conv::Assessment assessment = conv::assess_choice(p, program.target(), convolution.choice);
  if (!assessment.supported) return ops::unsupported(assessment.refusal);
  if (inputs.empty() || inputs.size() > 3 || inputs[0] == nullptr || outputs.size() != 1)
    return invalid("it has one input, perhaps a residual and slopes, and one output.");
  CONVSCOPE_CHECK(check_image("input", *inputs[0], assessment.plain_input ? ops::Layout::kPlain : ops::Layout::kBlocked,
                              p.batch, p.in_channels, p.in_height, p.in_width));
  CONVSCOPE_CHECK(
      check_image("output", *outputs[0], ops::Layout::kBlocked, p.batch, p.out_channels, p.out_height, p.out_width));
  CONVSCOPE_CHECK(validate_epilogue(program, convolution, inputs));
  if (!within(convolution.weight, program.constants.size()) ||
      (convolution.bias != -1 && !within(convolution.bias, program.constants.size()))) {
    return invalid("its weights or bias are no constant of the program.");
  }
  const std::int64_t weights =
      std::int64_t{p.out_channels} * (p.in_channels / p.group) * p.kernel_height * p.kernel_width;
  const auto& shape = program.constants[static_cast<std::size_t>(convolution.weight)].shape;
  if (shape.elements() != weights)
    return invalid("weights of shape ", shape.text(), " are not the ", weights, " it needs.");
  if (convolution.bias >= 0 &&
      program.constants[static_cast<std::size_t>(convolution.bias)].shape.elements() != p.out_channels) {
    return invalid("its bias does not have ", p.out_channels, " elements.");
  }
  if (conv::streams_weights(convolution.choice) &&
      !StreamedWeights::can_read(program.constants[static_cast<std::size_t>(convolution.weight)])) {
    return ops::unsupported("its weights are stored so that they can only be read as a whole.");
  }
  if (convolution.packed_weight_bytes != assessment.packed_weight_bytes) {
    return Status(StatusCode::kInternal,
                  ops::concat("the program states ", convolution.packed_weight_bytes,
                              " bytes of packed weights, the kernel ", assessment.packed_weight_bytes, "."));
  }
  *workspace_bytes = assessment.workspace_bytes;
  return Status();
}

Status validate_op(const Program& program, const Op& op) {
  std::vector<const ops::TensorInfo*> inputs;
  std::vector<const ops::TensorInfo*> outputs;
  for (const int index : op.inputs) {
    if (index != -1 && !within(index, program.buffers.size())) return invalid("there is no buffer ", index, ".");
    inputs.push_back(index == -1 ? nullptr : &program.buffers[static_cast<std::size_t>(index)].info);
  }
  for (const int index : op.outputs) {
    if (!within(index, program.buffers.size())) return invalid("there is no buffer ", index, ".");
    outputs.push_back(&program.buffers[static_cast<std::size_t>(index)].info);
  }
  std::size_t workspace_bytes = 0;
  if (const auto* convolution = std::get_if<Convolution>(&op.operation)) {
    CONVSCOPE_CHECK(validate_convolution(program, *convolution, inputs, outputs, &workspace_bytes));
  } else {
    const ops::Signature signature{inputs, outputs, program.isa, program.threads};
    CONVSCOPE_CHECK(ops::assess(std::get<ops::Operation>(op.operation), signature, &workspace_bytes));
  }
  CONVSCOPE_CHECK(validate_places(program, op));
  if (workspace_bytes != op.workspace_bytes) {
    return Status(StatusCode::kInternal, ops::concat("the program states ", op.workspace_bytes,
                                                     " bytes of workspace, the kernel ", workspace_bytes, "."));
  }
  if (workspace_bytes <= program.workspace_bytes) return Status();
  return invalid("its workspace of ", workspace_bytes, " bytes is larger than the program's of ",
                 program.workspace_bytes, ".");
}

Status validate_ends(const Program& program) {
  for (const int index : program.inputs) {
    if (!within(index, program.buffers.size()) || program.buffers[static_cast<std::size_t>(index)].constant >= 0 ||
        program.buffers[static_cast<std::size_t>(index)].info.layout != ops::Layout::kPlain) {
      return invalid("An input of the program is no plain buffer of the arena.");
    }
  }
  for (const int index : program.outputs) {
    if (!within(index, program.buffers.size()) ||
        program.buffers[static_cast<std::size_t>(index)].info.layout != ops::Layout::kPlain) {
      return invalid("An output of the program is no plain buffer.");
    }
  }
  return Status();
}

}  // namespace

std::string describe(const Op& op) {
  const auto* operation = std::get_if<ops::Operation>(&op.operation);
  return std::string(operation == nullptr ? "Conv" : ops::kind(*operation)) + " of node " + std::to_string(op.node);
}

Status validate_tensor(const ops::TensorInfo& info, core::Isa isa) {
  const ops::Shape& shape = info.shape;
  if (shape.rank < 0 || shape.rank > ops::kMaxRank) return invalid("a tensor has at most ", ops::kMaxRank, " dims.");
  std::int64_t elements = core::channel_block(isa);
  for (int axis = 0; axis < shape.rank; ++axis) {
    if (shape[axis] < 1 || shape[axis] > kMaxElements / elements) {
      return invalid("a tensor of shape ", shape.text(), " is empty or too large.");
    }
    elements *= shape[axis];
  }
  if (info.layout == ops::Layout::kPlain || ops::can_be_blocked(shape)) return Status();
  return invalid("a tensor of shape ", shape.text(), " cannot be blocked.");
}

Status validate(const Program& program) {
  if (!core::isa_executable(program.isa)) {
    return ops::unsupported(core::Message{"problem.engine.isa", {{"isa", std::string(core::isa_id(program.isa))}}});
  }
  if (program.threads < 1 || program.threads > kMaxThreads) {
    return invalid("A program runs on 1 to ", kMaxThreads, " threads, not on ", program.threads, ".");
  }
  for (std::size_t i = 0; i < program.constants.size(); ++i) CONVSCOPE_CHECK(validate_constant(program, i));
  for (std::size_t i = 0; i < program.buffers.size(); ++i) CONVSCOPE_CHECK(validate_buffer(program, i));
  CONVSCOPE_CHECK(validate_ends(program));
  for (const Op& op : program.ops) {
    if (Status status = validate_op(program, op); !status.ok()) {
      if (status.said()) return std::move(status).at_node(op.node);
      return Status(status.code(), describe(op) + ": " + status.message()).at_node(op.node);
    }
  }
  return Status();
}

}  // namespace convscope::graph
