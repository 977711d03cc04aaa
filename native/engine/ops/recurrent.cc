// SPDX-License-Identifier: Apache-2.0
// Recurrent layers over sequences, as ONNX defines RNN, GRU (gates z, r, h) and LSTM (i, o, f, c; with peepholes);
// plain. What the inputs give to all gates at all times is one matrix product; what the state gives is added step by
// step.
#include <algorithm>
#include <cmath>

#include "memory/tracking_allocator.h"
#include "ops/checks.h"
#include "ops/indices.h"
#include "ops/loops.h"
#include "ops/matrix_product.h"
#include "ops/operations.h"
#include "ops/partition.h"

namespace convscope::ops {
namespace {

struct Sizes {
  std::int64_t times, batch, inputs, directions, gates, hidden;

  std::int64_t rows() const { return gates * hidden; }
  std::int64_t state() const { return batch * hidden; }
};

Sizes sizes_of(const Recurrent& op, const Signature& signature) {
  const Shape& x = signature.input(0).shape;
  const std::int64_t gates = op.cell == Cell::kRnn ? 1 : op.cell == Cell::kGru ? 3 : 4;
  const std::int64_t directions = op.direction == Direction::kBidirectional ? 2 : 1;
  const Shape& weights = signature.input(1).shape;
  return {x[0], x[1], x[2], directions, gates, weights[1] / gates};
}

/// In floats: the gates at all times from the inputs, the gates of one time, the state, its cells, the reset state.
struct Places {
  std::size_t from_inputs, gates, state, cells, reset, end;
};

bool places_of(const Sizes& sizes, Places* places) {
  const auto add = [](std::size_t from, std::size_t a, std::size_t b, std::size_t* to) {
    return memory::checked_multiply(a, b, to) && memory::checked_add(*to, from, to) &&
           memory::checked_add(*to, 15, to) && (*to = *to / 16 * 16, true);
  };
  const auto rows = static_cast<std::size_t>(sizes.rows());
  const auto batch = static_cast<std::size_t>(sizes.batch);
  const auto hidden = static_cast<std::size_t>(sizes.hidden);
  std::size_t sequence = 0;
  places->from_inputs = 0;
  return memory::checked_multiply(static_cast<std::size_t>(sizes.times), batch, &sequence) &&
         add(0, sequence, rows, &places->gates) && add(places->gates, batch, rows, &places->state) &&
         add(places->state, batch, hidden, &places->cells) && add(places->cells, batch, hidden, &places->reset) &&
         add(places->reset, batch, hidden, &places->end);
}

bool workspace_of(const Sizes& sizes, core::Isa isa, Places* places, std::size_t* bytes) {
  std::size_t product = 0;
  return places_of(sizes, places) && places->end <= SIZE_MAX / 8 &&
         matrix_product_workspace(sizes.times * sizes.batch, sizes.rows(), sizes.inputs, isa, &product) &&
         memory::checked_add(places->end * sizeof(float), product, bytes);
}

core::Status check_input(const Signature& signature, std::size_t i, std::initializer_list<std::int64_t> dims) {
  if (!signature.has_input(i)) return core::Status();
  Shape expected{.rank = static_cast<int>(dims.size())};
  std::copy(dims.begin(), dims.end(), expected.dims.begin());
  if (signature.input(i).shape == expected) return core::Status();
  return invalid("input ", i, " has shape ", signature.input(i).shape.text(), " instead of ", expected.text(), ".");
}

/// One direction of one call.
class Pass {
 public:
  Pass(const Recurrent& op, const Call& call, const Sizes& sizes, const Places& places, std::int64_t direction)
      : op_(op), call_(call), sizes_(sizes), loop_(loops(call.signature.isa)), direction_(direction) {
    auto* floats = reinterpret_cast<float*>(call.workspace);
    from_inputs_ = floats + places.from_inputs;
    gates_ = floats + places.gates;
    state_ = floats + places.state;
    cells_ = floats + places.cells;
    reset_ = floats + places.reset;
    product_ = reinterpret_cast<std::byte*>(floats + places.end);
    reverse_ = op.direction == Direction::kReverse || direction == 1;
    recurrence_ = call.inputs[2] + direction * sizes.rows() * sizes.hidden;
    const float* bias = optional(3);
    bias_ = bias == nullptr ? nullptr : bias + direction * 2 * sizes.rows();
    const float* peepholes = optional(7);
    peepholes_ = peepholes == nullptr ? nullptr : peepholes + direction * 3 * sizes.hidden;
  }

  core::Status run() {
    CONVSCOPE_CHECK(multiply_inputs());
    begin(5, state_);
    begin(6, cells_);
    for (std::int64_t step = 0; step < sizes_.times; ++step) CONVSCOPE_CHECK(advance(step));
    finish(1, state_);
    if (op_.cell == Cell::kLstm) finish(2, cells_);
    return core::Status();
  }

 private:
  const float* optional(std::size_t i) const { return call_.signature.has_input(i) ? call_.inputs[i] : nullptr; }

  std::int64_t length(std::int64_t image) const {
    const float* lengths = optional(4);
    return lengths == nullptr ? sizes_.times : std::max<std::int64_t>(0, static_cast<std::int64_t>(lengths[image]));
  }

  core::Status multiply_inputs() {
    const std::int64_t rows = sizes_.rows();
    for (std::int64_t i = 0; i < sizes_.times * sizes_.batch; ++i) {
      for (std::int64_t row = 0; row < rows; ++row) from_inputs_[i * rows + row] = bias_ == nullptr ? 0 : bias_[row];
    }
    return multiply_add(call_,
                        {.rows = sizes_.times * sizes_.batch,
                         .columns = rows,
                         .depth = sizes_.inputs,
                         .a = call_.inputs[0],
                         .a_row = sizes_.inputs,
                         .a_step = 1,
                         .b = call_.inputs[1] + direction_ * rows * sizes_.inputs,
                         .b_row = 1,
                         .b_step = sizes_.inputs,
                         .c = from_inputs_,
                         .c_row = rows},
                        product_);
  }

  void begin(std::size_t input, float* state) const {
    const float* initial = optional(input);
    if (initial == nullptr) {
      std::fill_n(state, sizes_.state(), 0.0f);
    } else {
      std::copy_n(initial + direction_ * sizes_.state(), sizes_.state(), state);
    }
  }

  void finish(std::size_t output, const float* state) const {
    if (output < call_.outputs.size()) {
      std::copy_n(state, sizes_.state(), call_.outputs[output] + direction_ * sizes_.state());
    }
  }

  /// Rows [first, last) of every image's gates: what the inputs gave, and the recurrence times a state.
  core::Status add_state(std::int64_t first, std::int64_t last, const float* state) {
    const std::int64_t count = last - first;
    const std::int64_t rows = sizes_.rows();
    return parallel_ranges(
        call_, sizes_.batch * count, kElementGrain / sizes_.hidden, [&](std::int64_t begin, std::int64_t end) {
          for (std::int64_t i = begin; i < end; ++i) {
            const std::int64_t image = i / count;
            const std::int64_t row = first + i % count;
            const float dot =
                loop_.dot(recurrence_ + row * sizes_.hidden, state + image * sizes_.hidden, sizes_.hidden);
            gates_[image * rows + row] = dot + (bias_ == nullptr ? 0 : bias_[rows + row]);
          }
        });
  }

  void activate(int function, float* values) const {
    if (op_.clip > 0) {
      for (std::int64_t i = 0; i < sizes_.hidden; ++i) values[i] = std::clamp(values[i], -op_.clip, op_.clip);
    }
    const auto per_direction = op_.activations.size() / static_cast<std::size_t>(sizes_.directions);
    const auto at = static_cast<std::size_t>(direction_) * per_direction + static_cast<std::size_t>(function);
    loop_.unary(op_.activations[at], values, values, sizes_.hidden);
  }

  /// One time step of every image that is not over yet.
  core::Status advance(std::int64_t step) {
    const std::int64_t rows = sizes_.rows();
    const std::int64_t hidden = sizes_.hidden;
    const bool resets_first = op_.cell == Cell::kGru && !op_.linear_before_reset;
    CONVSCOPE_CHECK(add_state(0, resets_first ? 2 * hidden : rows, state_));
    if (resets_first) {
      for (std::int64_t image = 0; image < sizes_.batch; ++image) {
        if (step >= length(image)) continue;
        float* gate = gates_ + image * rows + hidden;
        const float* given = inputs_at(image, step) + hidden;
        for (std::int64_t i = 0; i < hidden; ++i) gate[i] += given[i];
        activate(0, gate);
        for (std::int64_t i = 0; i < hidden; ++i) reset_[image * hidden + i] = gate[i] * state_[image * hidden + i];
      }
      CONVSCOPE_CHECK(add_state(2 * hidden, rows, reset_));
    }
    for (std::int64_t image = 0; image < sizes_.batch; ++image) {
      if (step < length(image)) advance_image(image, step);
    }
    return outcome(call_);
  }

  std::int64_t time(std::int64_t image, std::int64_t step) const { return reverse_ ? length(image) - 1 - step : step; }

  const float* inputs_at(std::int64_t image, std::int64_t step) const {
    return from_inputs_ + (time(image, step) * sizes_.batch + image) * sizes_.rows();
  }

  void advance_image(std::int64_t image, std::int64_t step) {
    const std::int64_t hidden = sizes_.hidden;
    float* gates = gates_ + image * sizes_.rows();
    const float* given = inputs_at(image, step);
    float* state = state_ + image * hidden;
    switch (op_.cell) {
      case Cell::kRnn:
        for (std::int64_t i = 0; i < hidden; ++i) gates[i] += given[i];
        activate(0, gates);
        std::copy_n(gates, hidden, state);
        break;
      case Cell::kGru:
        advance_gru(gates, given, state);
        break;
      case Cell::kLstm:
        advance_lstm(gates, given, state, cells_ + image * hidden);
        break;
    }
    const std::int64_t at = (time(image, step) * sizes_.directions + direction_) * sizes_.batch + image;
    std::copy_n(state, hidden, call_.outputs[0] + at * hidden);
  }

  void advance_gru(float* gates, const float* given, float* state) const {
    const std::int64_t hidden = sizes_.hidden;
    float* update = gates;
    float* reset = gates + hidden;
    float* candidate = gates + 2 * hidden;
    for (std::int64_t i = 0; i < hidden; ++i) update[i] += given[i];
    activate(0, update);
    if (op_.linear_before_reset) {
      for (std::int64_t i = 0; i < hidden; ++i) reset[i] += given[hidden + i];
      activate(0, reset);
      for (std::int64_t i = 0; i < hidden; ++i) candidate[i] *= reset[i];
    }
    for (std::int64_t i = 0; i < hidden; ++i) candidate[i] += given[2 * hidden + i];
    activate(1, candidate);
    for (std::int64_t i = 0; i < hidden; ++i) state[i] = (1 - update[i]) * candidate[i] + update[i] * state[i];
  }

  void advance_lstm(float* gates, const float* given, float* state, float* cells) const {
    const std::int64_t hidden = sizes_.hidden;
    float* in = gates;
    float* out = gates + hidden;
    float* forget = gates + 2 * hidden;
    float* candidate = gates + 3 * hidden;
    for (std::int64_t i = 0; i < sizes_.rows(); ++i) gates[i] += given[i];
    const auto peep = [&](float* gate, std::int64_t which) {
      if (peepholes_ == nullptr) return;
      for (std::int64_t i = 0; i < hidden; ++i) gate[i] += peepholes_[which * hidden + i] * cells[i];
    };
    peep(in, 0);
    peep(forget, 2);
    activate(0, in);
    if (op_.coupled) {
      for (std::int64_t i = 0; i < hidden; ++i) forget[i] = 1 - in[i];
    } else {
      activate(0, forget);
    }
    activate(1, candidate);
    for (std::int64_t i = 0; i < hidden; ++i) cells[i] = forget[i] * cells[i] + in[i] * candidate[i];
    if (op_.cell_clip > 0) {
      for (std::int64_t i = 0; i < hidden; ++i) cells[i] = std::clamp(cells[i], -op_.cell_clip, op_.cell_clip);
    }
    peep(out, 1);
    activate(0, out);
    std::copy_n(cells, hidden, state);
    // What the last function sees is the cell itself, not a gate: it is not clipped.
    const auto per_direction = op_.activations.size() / static_cast<std::size_t>(sizes_.directions);
    loop_.unary(op_.activations[static_cast<std::size_t>(direction_) * per_direction + 2], state, state, hidden);
    for (std::int64_t i = 0; i < hidden; ++i) state[i] *= out[i];
  }

  const Recurrent& op_;
  const Call& call_;
  const Sizes& sizes_;
  const Loops& loop_;
  std::int64_t direction_;
  bool reverse_;
  float *from_inputs_, *gates_, *state_, *cells_, *reset_;
  std::byte* product_;
  const float *recurrence_, *bias_, *peepholes_;
};

}  // namespace

core::Status assess(const Recurrent& op, const Signature& signature, std::size_t* workspace_bytes) {
  *workspace_bytes = 0;
  const bool lstm = op.cell == Cell::kLstm;
  const std::size_t outputs = signature.outputs.size();
  CONVSCOPE_CHECK(check_counts(signature, 3, lstm ? 8 : 6, std::clamp<std::size_t>(outputs, 1, lstm ? 3 : 2)));
  CONVSCOPE_CHECK(check_layout(signature, Layout::kPlain));
  if (signature.input(0).shape.rank != 3 || signature.input(1).shape.rank != 3) {
    return invalid("its inputs or weights are not three-dimensional.");
  }
  const Sizes s = sizes_of(op, signature);
  if (s.hidden < 1) return invalid("weights of shape ", signature.input(1).shape.text(), " are too few.");
  CONVSCOPE_CHECK(check_input(signature, 1, {s.directions, s.rows(), s.inputs}));
  CONVSCOPE_CHECK(check_input(signature, 2, {s.directions, s.rows(), s.hidden}));
  CONVSCOPE_CHECK(check_input(signature, 3, {s.directions, 2 * s.rows()}));
  CONVSCOPE_CHECK(check_input(signature, 4, {s.batch}));
  CONVSCOPE_CHECK(check_input(signature, 5, {s.directions, s.batch, s.hidden}));
  CONVSCOPE_CHECK(check_input(signature, 6, {s.directions, s.batch, s.hidden}));
  CONVSCOPE_CHECK(check_input(signature, 7, {s.directions, 3 * s.hidden}));
  const std::size_t functions = lstm ? 3 : op.cell == Cell::kGru ? 2 : 1;
  if (op.activations.size() != functions * static_cast<std::size_t>(s.directions)) {
    return invalid("it has ", op.activations.size(), " activations for ", s.directions, " directions.");
  }
  if (!(op.clip >= 0) || !(op.cell_clip >= 0)) return invalid("it clips to ", std::min(op.clip, op.cell_clip), ".");
  CONVSCOPE_CHECK(check_output_shape(signature, {.rank = 4, .dims = {s.times, s.directions, s.batch, s.hidden}}));
  for (std::size_t i = 1; i < outputs; ++i) {
    if (signature.output(i).shape != Shape{.rank = 3, .dims = {s.directions, s.batch, s.hidden}}) {
      return invalid("output ", i, " of shape ", signature.output(i).shape.text(), " is not the last state.");
    }
  }
  Places places;
  if (workspace_of(s, signature.isa, &places, workspace_bytes)) return core::Status();
  return core::Status(core::StatusCode::kOverflow, "its workspace has more bytes than can be addressed.");
}

core::Status run(const Recurrent& op, const Call& call) {
  const Sizes sizes = sizes_of(op, call.signature);
  Places places;
  std::size_t bytes = 0;
  if (!workspace_of(sizes, call.signature.isa, &places, &bytes)) {
    return core::Status(core::StatusCode::kInternal, "its workspace was not assessed.");
  }
  if (call.signature.has_input(4)) {
    CONVSCOPE_CHECK(check_indices({call.inputs[4], static_cast<std::size_t>(sizes.batch)}, sizes.times + 1));
  }
  // What follows the end of a sequence is zero.
  std::fill_n(call.outputs[0], call.signature.output(0).shape.elements(), 0.0f);
  for (std::int64_t direction = 0; direction < sizes.directions; ++direction) {
    CONVSCOPE_CHECK(Pass(op, call, sizes, places, direction).run());
  }
  return core::Status();
}

}  // namespace convscope::ops
