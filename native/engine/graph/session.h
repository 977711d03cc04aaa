// SPDX-License-Identifier: Apache-2.0
// One program, loaded and executed. prepare, feed, run, read_output and release are for one thread at a time;
// everything else may be called from any thread meanwhile.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/cancellation.h"
#include "core/status.h"
#include "core/thread_pool.h"
#include "graph/constant_loader.h"
#include "graph/ledger.h"
#include "graph/program.h"
#include "graph/streamed_weights.h"
#include "memory/tracking_allocator.h"

namespace convscope::graph {

/// What a convolution holds, as the allocator and its kernel measured it.
struct LayerBytes {
  int node;
  std::size_t packed_weight_bytes, workspace_bytes;
  const char* algorithm;
  /// 0 for none.
  int unit;
};

struct HeldBytes {
  std::size_t by_category[memory::kCategoryCount];
  std::size_t peak;
};

class Session {
 public:
  /// Sessions of one run share a ledger, so that their bytes and events are told together.
  explicit Session(std::shared_ptr<Ledger> ledger) : ledger_(std::move(ledger)) {}

  const std::shared_ptr<Ledger>& ledger() const { return ledger_; }

  /// For tests: the n-th allocation from now fails; 0 = none.
  void fail_allocation_at(std::uint64_t n) { ledger_->allocator.fail_at(n); }

  /// Validates, loads and packs constants, takes arena and workspace. Whatever was prepared before is released. Where
  /// it fails, nothing is held and the session can be prepared again.
  core::Status prepare(Program program, const core::CancellationToken& cancel);

  bool prepared() const { return prepared_; }
  /// The next plain values of input `i`, straight to their place in the arena, so that whoever feeds needs no more than
  /// a part of them at once. Inputs have to be fed whole before every run, because the arena reuses their memory.
  /// kInvalidArgument where nothing is prepared, there is no such input, or it has fewer elements left.
  core::Status feed(std::size_t i, std::span<const float> values);
  /// All operations in order; their durations in nanoseconds. kInvalidArgument where an input was not fed whole.
  core::Status run(const core::CancellationToken& cancel, std::vector<double>* durations_ns);
  /// Plain values of output `i` from element `first` on, as many as there are and `values` has room for: `read`. They
  /// are there from a run until the next is fed. kInvalidArgument where nothing is prepared or there is no such output.
  core::Status read_output(std::size_t i, std::size_t first, std::span<float> values, std::size_t* read) const;
  /// Frees everything that prepare took.
  void release();

  EventBatch drain(std::size_t most) { return ledger_->events.drain(most); }
  /// Of the prepare or run under way, or the last one: 0..1.
  void reset_progress() { progress_.store(0, std::memory_order_relaxed); }
  double progress() const { return progress_.load(std::memory_order_relaxed); }
  HeldBytes held() const;
  std::vector<LayerBytes> layer_bytes() const;

 private:
  /// An operation with its places filled in.
  struct Step {
    const Op* op;
    std::vector<const ops::TensorInfo*> input_infos, output_infos;
    std::vector<const float*> inputs;
    std::vector<float*> outputs;
    /// Of a convolution.
    memory::Block packed_weights;
    /// Of one whose kernel streams them; the file is the loader's.
    const WeightFile* weight_file = nullptr;
    std::unique_ptr<StreamedWeights> weights;
  };

  /// What weights take of a room that are held until all is released.
  std::size_t weight_bytes() const;
  core::Status prepare_steps(const core::CancellationToken& cancel);
  core::Status load_buffer(const Buffer& buffer, ConstantLoader& loader, memory::Block* out);
  core::Status pack_weights(const Op& op, const Convolution& convolution, ConstantLoader& loader, Step* step);
  /// Values of constants that came with the program and are packed or loaded by now.
  void drop_values();
  core::Status take_arena();
  void link_steps();
  core::Status execute(const Step& step, const core::CancellationToken& cancel);
  float* place(int buffer) const;
  std::size_t elements(int buffer) const;
  core::Status check_fed();

  // Before everything that holds blocks of its allocator.
  std::shared_ptr<Ledger> ledger_;
  std::atomic<double> progress_{0};

  bool prepared_ = false;
  Program program_;
  /// By input: elements fed since the last run.
  std::vector<std::size_t> fed_;
  std::unique_ptr<core::ThreadPool> pool_;
  memory::Block arena_, workspace_;
  /// Before the blocks in it: of constants_ and steps_.
  memory::Room weights_;
  /// By buffer; empty for those in the arena.
  std::vector<memory::Block> constants_;
  std::vector<Step> steps_;
  /// Keeps files open that weights are streamed from.
  std::unique_ptr<ConstantLoader> loader_;

  mutable std::mutex layers_mutex_;
  std::vector<LayerBytes> layers_;
};

}  // namespace convscope::graph
