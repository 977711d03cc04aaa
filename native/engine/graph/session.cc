// SPDX-License-Identifier: Apache-2.0
#include "graph/session.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <utility>

#include "graph/validation.h"
#include "graph/weight_folding.h"
#include "ops/checks.h"
#include "ops/operations.h"
#include "ops/reorder_layout.h"

namespace convscope::graph {
namespace {

using core::Status;
using core::StatusCode;
using memory::Category;

/// With the operation's name in front, and its node; a cancellation is nobody's fault.
Status at(const Op& op, Status status) {
  if (status.ok()) return status;
  if (status.code() == StatusCode::kCancelled) return Status(StatusCode::kCancelled, "The run was cancelled.");
  if (status.code() == StatusCode::kOutOfMemory || status.said()) return std::move(status).at_node(op.node);
  return Status(status.code(), describe(op) + ": " + status.message()).at_node(op.node);
}

}  // namespace

Status Session::prepare(Program program, const core::CancellationToken& cancel) {
  release();
  progress_.store(0, std::memory_order_relaxed);
  CONVSCOPE_CHECK(validate(program));
  program_ = std::move(program);
  Status status = core::ThreadPool::create(program_.threads, &pool_);
  if (status.ok()) {
    const ResidentSetSampler::Active sampling(ledger_->sampler);
    status = prepare_steps(cancel);
  }
  if (!status.ok()) {
    release();
    return status;
  }
  prepared_ = true;
  fed_.assign(program_.inputs.size(), 0);
  progress_.store(1, std::memory_order_relaxed);
  return Status();
}

std::size_t Session::weight_bytes() const {
  std::size_t total = 0;
  const auto add = [&total](std::size_t bytes) {
    // A room of what cannot be is empty.
    if (!memory::checked_add(total, memory::Room::taken(bytes), &total)) total = SIZE_MAX;
  };
  for (const Op& op : program_.ops) {
    const auto* convolution = std::get_if<Convolution>(&op.operation);
    if (convolution != nullptr) add(convolution->packed_weight_bytes);
  }
  for (const Buffer& buffer : program_.buffers) {
    if (buffer.constant >= 0) add(buffer.bytes);
  }
  return total;
}

Status Session::prepare_steps(const core::CancellationToken& cancel) {
  constants_.resize(program_.buffers.size());
  steps_.resize(program_.ops.size());
  loader_ = std::make_unique<ConstantLoader>(program_, ledger_->allocator, cancel);
  weights_ = memory::Room(weight_bytes());
  std::vector<LayerBytes> layers;
  for (std::size_t i = 0; i < program_.ops.size(); ++i) {
    const Op& op = program_.ops[i];
    if (cancel.cancelled()) return Status(StatusCode::kCancelled, "The run was cancelled.");
    if (const auto* convolution = std::get_if<Convolution>(&op.operation)) {
      CONVSCOPE_CHECK(at(op, pack_weights(op, *convolution, *loader_, &steps_[i])));
      layers.push_back({op.node, steps_[i].packed_weights.size(), op.workspace_bytes,
                        convolution->choice.kernel->algorithm, convolution->choice.kernel->unit});
    }
    for (const int index : op.inputs) {
      if (index < 0) continue;
      const Buffer& buffer = program_.buffers[static_cast<std::size_t>(index)];
      memory::Block& block = constants_[static_cast<std::size_t>(index)];
      if (buffer.constant >= 0 && !block) CONVSCOPE_CHECK(at(op, load_buffer(buffer, *loader_, &block)));
    }
    progress_.store(static_cast<double>(i + 1) / static_cast<double>(program_.ops.size() + 1),
                    std::memory_order_relaxed);
  }
  for (const int index : program_.outputs) {
    const Buffer& buffer = program_.buffers[static_cast<std::size_t>(index)];
    memory::Block& block = constants_[static_cast<std::size_t>(index)];
    if (buffer.constant >= 0 && !block) CONVSCOPE_CHECK(load_buffer(buffer, *loader_, &block));
  }
  drop_values();
  CONVSCOPE_CHECK(take_arena());
  link_steps();
  const std::lock_guard lock(layers_mutex_);
  layers_ = std::move(layers);
  return Status();
}

Status Session::load_buffer(const Buffer& buffer, ConstantLoader& loader, memory::Block* out) {
  CONVSCOPE_CHECK(ledger_->allocator.allocate(buffer.bytes, {Category::kPackedWeights, buffer.node}, &weights_, out));
  auto* destination = out->floats();
  if (buffer.info.layout == ops::Layout::kPlain) return loader.load(buffer.constant, buffer.node, destination);
  memory::Block plain;
  const auto plain_bytes = static_cast<std::size_t>(buffer.info.shape.elements()) * sizeof(float);
  CONVSCOPE_CHECK(ledger_->allocator.allocate(plain_bytes, {Category::kModelBuffer, buffer.node}, &plain));
  auto* values = plain.floats();
  CONVSCOPE_CHECK(loader.load(buffer.constant, buffer.node, values));
  const ops::BlockedView view = ops::blocked_view(buffer.info.shape, program_.isa);
  for (std::int64_t block = 0; block < view.n * view.blocks; ++block) {
    ops::block_pixels(ops::loops(program_.isa), view, block, 0, view.pixels(), values, destination);
  }
  return Status();
}

Status Session::pack_weights(const Op& op, const Convolution& convolution, ConstantLoader& loader, Step* step) {
  const conv::KernelChoice& choice = convolution.choice;
  const Constant& constant = program_.constants[static_cast<std::size_t>(convolution.weight)];
  const bool streams = conv::streams_weights(choice);
  memory::Block weights;
  memory::Block bias;
  memory::Block factors;
  if (streams) {
    CONVSCOPE_CHECK(loader.open_file(constant, &step->weight_file));
    step->weights = std::make_unique<StreamedWeights>(constant, step->weight_file);
  } else {
    CONVSCOPE_CHECK(load_staged(program_, convolution.weight, op.node, loader, ledger_->allocator, &weights));
  }
  if (convolution.bias >= 0) {
    CONVSCOPE_CHECK(load_staged(program_, convolution.bias, op.node, loader, ledger_->allocator, &bias));
  }
  CONVSCOPE_CHECK(fold(program_, convolution, op.node, loader, ledger_->allocator, &factors, &bias));
  if (!streams && factors) {
    const auto channels = static_cast<std::size_t>(convolution.problem.out_channels);
    const auto each = static_cast<std::size_t>(constant.shape.elements()) / channels;
    for (std::size_t i = 0; i < channels * each; ++i) weights.floats()[i] *= factors.floats()[i / each];
  }
  memory::Block& packed = step->packed_weights;
  CONVSCOPE_CHECK(ledger_->allocator.allocate(convolution.packed_weight_bytes, {Category::kPackedWeights, op.node},
                                              &weights_, &packed));
  choice.kernel->pack(convolution.problem, program_.target(), choice,
                      {convolution.problem, (streams ? factors : weights).floats(), bias.floats()}, packed.data(),
                      *pool_);
  return Status();
}

void Session::drop_values() {
  std::vector<bool> streamed(program_.constants.size());
  for (const Op& op : program_.ops) {
    const auto* convolution = std::get_if<Convolution>(&op.operation);
    if (convolution == nullptr || !conv::streams_weights(convolution->choice)) continue;
    streamed[static_cast<std::size_t>(convolution->weight)] = true;
  }
  for (std::size_t i = 0; i < streamed.size(); ++i) {
    if (!streamed[i] && std::holds_alternative<ValuesSource>(program_.constants[i].source)) {
      program_.constants[i].source = ValuesSource();
    }
  }
}

Status Session::take_arena() {
  CONVSCOPE_CHECK(ledger_->allocator.allocate(program_.arena_bytes, {Category::kActivations, -1}, &arena_));
  // A program that reads what nobody wrote reads zeros; and the first inference is not charged for the pages.
  if (arena_) std::memset(arena_.data(), 0, arena_.size());
  return ledger_->allocator.allocate(program_.workspace_bytes, {Category::kWorkspace, -1}, &workspace_);
}

float* Session::place(int buffer) const {
  if (buffer < 0) return nullptr;
  const auto index = static_cast<std::size_t>(buffer);
  const Buffer& wanted = program_.buffers[index];
  return reinterpret_cast<float*>(wanted.constant >= 0 ? constants_[index].data()
                                                       : arena_.data() + wanted.arena_offset);
}

void Session::link_steps() {
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    Step& step = steps_[i];
    step.op = &program_.ops[i];
    for (const int index : step.op->inputs) {
      step.input_infos.push_back(index < 0 ? nullptr : &program_.buffers[static_cast<std::size_t>(index)].info);
      step.inputs.push_back(place(index));
    }
    for (const int index : step.op->outputs) {
      step.output_infos.push_back(&program_.buffers[static_cast<std::size_t>(index)].info);
      step.outputs.push_back(place(index));
    }
  }
}

std::size_t Session::elements(int buffer) const {
  return static_cast<std::size_t>(program_.buffers[static_cast<std::size_t>(buffer)].info.shape.elements());
}

Status Session::feed(std::size_t i, std::span<const float> values) {
  if (!prepared_) return Status(StatusCode::kInvalidArgument, "The session was not prepared.");
  if (i >= fed_.size()) return Status(StatusCode::kInvalidArgument, "The program has no such input.");
  const std::size_t expected = elements(program_.inputs[i]);
  if (values.size() > expected - fed_[i]) {
    return ops::invalid("Input ", i, " was fed more than its ", expected, " elements.");
  }
  if (!values.empty()) std::memcpy(place(program_.inputs[i]) + fed_[i], values.data(), values.size_bytes());
  fed_[i] += values.size();
  return Status();
}

Status Session::check_fed() {
  const std::vector<std::size_t> fed = std::exchange(fed_, std::vector<std::size_t>(fed_.size()));
  for (std::size_t i = 0; i < fed.size(); ++i) {
    const std::size_t expected = elements(program_.inputs[i]);
    if (fed[i] != expected) {
      return ops::invalid("Input ", i, " was fed ", fed[i], " elements instead of ", expected, ".");
    }
  }
  return Status();
}

Status Session::run(const core::CancellationToken& cancel, std::vector<double>* durations_ns) {
  if (!prepared_) return Status(StatusCode::kInvalidArgument, "The session was not prepared.");
  CONVSCOPE_CHECK(check_fed());
  ledger_->sampler.sample_now();
  progress_.store(0, std::memory_order_relaxed);
  durations_ns->clear();
  durations_ns->reserve(steps_.size());
  for (const Step& step : steps_) {
    ledger_->events.push(EventKind::kLayerBegin, step.op->node, 0);
    const auto start = std::chrono::steady_clock::now();
    Status status = execute(step, cancel);
    const std::chrono::duration<double, std::nano> duration = std::chrono::steady_clock::now() - start;
    ledger_->events.push(EventKind::kLayerEnd, step.op->node, 0);
    if (cancel.cancelled()) return Status(StatusCode::kCancelled, "The run was cancelled.");
    if (!status.ok()) return at(*step.op, std::move(status));
    durations_ns->push_back(duration.count());
    ledger_->sampler.sample_if_due();
    progress_.store(static_cast<double>(durations_ns->size()) / static_cast<double>(steps_.size()),
                    std::memory_order_relaxed);
  }
  return Status();
}

Status Session::execute(const Step& step, const core::CancellationToken& cancel) {
  if (const auto* convolution = std::get_if<Convolution>(&step.op->operation)) {
    const auto input = [&](std::size_t i) { return i < step.inputs.size() ? step.inputs[i] : nullptr; };
    const conv::ConvBuffers buffers{step.inputs[0],
                                    step.packed_weights.data(),
                                    step.outputs[0],
                                    workspace_.data(),
                                    {convolution->activation, input(2), input(1)},
                                    step.weights.get()};
    return convolution->choice.kernel->run(convolution->problem, program_.target(), convolution->choice, buffers,
                                           *pool_, cancel);
  }
  const ops::Signature signature{step.input_infos, step.output_infos, program_.isa, program_.threads};
  return ops::run(std::get<ops::Operation>(step.op->operation),
                  {signature, step.inputs, step.outputs, workspace_.data(), *pool_, cancel});
}

Status Session::read_output(std::size_t i, std::size_t first, std::span<float> values, std::size_t* read) const {
  if (!prepared_) return Status(StatusCode::kInvalidArgument, "The session was not prepared.");
  if (i >= program_.outputs.size()) return Status(StatusCode::kInvalidArgument, "The program has no such output.");
  const std::size_t count = elements(program_.outputs[i]);
  *read = std::min(values.size(), count - std::min(first, count));
  if (*read > 0) std::memcpy(values.data(), place(program_.outputs[i]) + first, *read * sizeof(float));
  return Status();
}

void Session::release() {
  prepared_ = false;
  {
    const std::lock_guard lock(layers_mutex_);
    layers_.clear();
  }
  steps_.clear();
  fed_.clear();
  loader_.reset();
  constants_.clear();
  weights_ = memory::Room();
  workspace_.reset();
  arena_.reset();
  pool_.reset();
  program_ = Program();
}

HeldBytes Session::held() const {
  HeldBytes held{};
  for (int i = 0; i < memory::kCategoryCount; ++i)
    held.by_category[i] = ledger_->allocator.held(static_cast<Category>(i));
  held.peak = ledger_->allocator.peak();
  return held;
}

std::vector<LayerBytes> Session::layer_bytes() const {
  const std::lock_guard lock(layers_mutex_);
  return layers_;
}

}  // namespace convscope::graph
