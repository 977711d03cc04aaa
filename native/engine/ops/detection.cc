// SPDX-License-Identifier: Apache-2.0
// Boxes of a detector (TensorFlow Lite, tensorflow/lite/kernels/detection_postprocess.cc, v2.16): decoded from their
// anchors, and of those that overlap only the best; plain. What is not found is 0.
#include <algorithm>
#include <cmath>

#include "memory/tracking_allocator.h"
#include "ops/checks.h"
#include "ops/operations.h"
#include "ops/partition.h"

namespace convscope::ops {
namespace {

struct Box {
  float top, left, bottom, right;

  float area() const { return (bottom - top) * (right - left); }
};

struct Found {
  float score;
  std::int32_t anchor, label;
};

/// The better; of equal ones that of the earlier class, then box.
bool goes_first(const Found& a, const Found& b) {
  if (a.score != b.score) return a.score > b.score;
  return a.label != b.label ? a.label < b.label : a.anchor < b.anchor;
}

/// The class of the highest score that is not taken yet; there is one.
std::int32_t best_left(const float* scores, const std::int32_t* taken, std::int64_t classes) {
  std::int32_t best = -1;
  for (std::int32_t label = 0; label < classes; ++label) {
    if (taken[label] == 0 && (best < 0 || scores[label] > scores[best])) best = label;
  }
  return best;
}

/// Share of what two boxes cover that both do.
float overlap(const Box& a, const Box& b) {
  if (a.area() <= 0 || b.area() <= 0) return 0;
  const float height = std::max(std::min(a.bottom, b.bottom) - std::max(a.top, b.top), 0.0f);
  const float width = std::max(std::min(a.right, b.right) - std::max(a.left, b.left), 0.0f);
  return height * width / (a.area() + b.area() - height * width);
}

/// Everything that a call works on, in its workspace: boxes, scores of one class, anchors in order, whether each is
/// still in play, classes that are taken, what is found.
struct Workspace {
  Box* boxes;
  float* scores;
  std::int32_t* order;
  std::int32_t* kept;
  std::int32_t* taken;
  Found* found;

  static bool bytes(std::int64_t anchors, std::int64_t classes, std::int64_t found, std::size_t* total) {
    std::size_t sizes[3] = {};
    const std::size_t each = sizeof(Box) + sizeof(float) + 2 * sizeof(std::int32_t);
    return memory::checked_multiply(static_cast<std::size_t>(anchors), each, &sizes[0]) &&
           memory::checked_multiply(static_cast<std::size_t>(classes), sizeof(std::int32_t), &sizes[1]) &&
           memory::checked_multiply(static_cast<std::size_t>(found), sizeof(Found), &sizes[2]) &&
           memory::checked_add(sizes[0], sizes[1], total) && memory::checked_add(*total, sizes[2], total);
  }

  Workspace(std::byte* at, std::int64_t anchors, std::int64_t classes)
      : boxes(reinterpret_cast<Box*>(at)),
        scores(reinterpret_cast<float*>(boxes + anchors)),
        order(reinterpret_cast<std::int32_t*>(scores + anchors)),
        kept(order + anchors),
        taken(kept + anchors),
        found(reinterpret_cast<Found*>(taken + classes)) {}
};

/// The most that are found before the best of them are taken.
std::int64_t most_found(const DetectionPostProcess& op) {
  return op.regular ? op.max_detections + op.detections_per_class : op.max_detections;
}

void decode(const DetectionPostProcess& op, const Call& call, Workspace& work) {
  const std::int64_t anchors = call.signature.input(2).shape[0];
  for (std::int64_t i = 0; i < anchors; ++i) {
    const float* code = call.inputs[0] + 4 * i;
    const float* anchor = call.inputs[2] + 4 * i;
    const auto scale = [&](std::size_t which) { return static_cast<float>(op.scales[which]); };
    const float y = code[0] / scale(0) * anchor[2] + anchor[0];
    const float x = code[1] / scale(1) * anchor[3] + anchor[1];
    const float height = 0.5f * std::exp(code[2] / scale(2)) * anchor[2];
    const float width = 0.5f * std::exp(code[3] / scale(3)) * anchor[3];
    work.boxes[i] = {y - height, x - width, y + height, x + width};
  }
}

/// Anchors by `work.scores`, best first, without those that overlap a better one; how many, at the beginning of `kept`.
std::int64_t suppress(const DetectionPostProcess& op, const Workspace& work, std::int64_t anchors, std::int64_t most) {
  std::int64_t count = 0;
  for (std::int64_t i = 0; i < anchors; ++i) {
    if (work.scores[i] >= op.score_threshold) work.order[count++] = static_cast<std::int32_t>(i);
  }
  // None of these scores is NaN.
  std::sort(work.order, work.order + count, [&](std::int32_t a, std::int32_t b) {
    return work.scores[a] > work.scores[b] || (work.scores[a] == work.scores[b] && a < b);
  });
  std::int64_t kept = 0;
  for (std::int64_t i = 0; i < count && kept < most; ++i) {
    const Box& box = work.boxes[work.order[i]];
    const bool hidden = std::any_of(work.kept, work.kept + kept, [&](std::int32_t better) {
      return overlap(work.boxes[better], box) > op.iou_threshold;
    });
    if (!hidden) work.kept[kept++] = work.order[i];
  }
  return kept;
}

}  // namespace

core::Status assess(const DetectionPostProcess& op, const Signature& signature, std::size_t* workspace_bytes) {
  *workspace_bytes = 0;
  CONVSCOPE_CHECK(check_counts(signature, 3, 3, 4));
  CONVSCOPE_CHECK(check_layout(signature, Layout::kPlain));
  const Shape& codes = signature.input(0).shape;
  const Shape& scores = signature.input(1).shape;
  const Shape& anchors = signature.input(2).shape;
  const std::int64_t count = anchors[0];
  if (anchors.rank != 2 || anchors[1] != 4 || codes != Shape{.rank = 3, .dims = {1, count, 4}} || scores.rank != 3 ||
      scores[0] != 1 || scores[1] != count || (scores[2] != op.classes && scores[2] != op.classes + 1)) {
    return invalid("its boxes of shape ", codes.text(), ", scores of shape ", scores.text(), " and anchors of shape ",
                   anchors.text(), " do not fit.");
  }
  for (const std::int64_t value : {op.classes, op.max_detections, op.classes_per_detection, op.detections_per_class}) {
    if (value < 1 || value > kMaxParameter) return invalid(value, " classes or detections are none.");
  }
  if (count > kMaxParameter) return unsupported(core::Message{"unrunnable.tooLong", {{"most", kMaxParameter}}});
  if (op.scales.size() != 4 || std::any_of(op.scales.begin(), op.scales.end(), [](double s) { return !(s > 0); })) {
    return invalid("its scales are not four positive numbers.");
  }
  const std::int64_t slots = op.max_detections * (op.regular ? 1 : std::min(op.classes_per_detection, op.classes));
  const std::int64_t places = signature.output(1).shape.elements();
  if (places < slots || signature.output(2).shape.elements() != places ||
      signature.output(0).shape.elements() != 4 * places || signature.output(3).shape.elements() != 1) {
    return invalid("its outputs have no room for ", slots, " detections.");
  }
  if (!Workspace::bytes(count, op.classes, most_found(op), workspace_bytes)) {
    return core::Status(core::StatusCode::kOverflow, "its workspace has more bytes than can be addressed.");
  }
  return core::Status();
}

core::Status run(const DetectionPostProcess& op, const Call& call) {
  const Shape& shape = call.signature.input(1).shape;
  const std::int64_t anchors = shape[1];
  const std::int64_t stride = shape[2];
  const float* scores = call.inputs[1] + (stride - op.classes);
  Workspace work(call.workspace, anchors, op.classes);
  decode(op, call, work);
  for (std::size_t i = 0; i < 4; ++i) {
    std::fill_n(call.outputs[i], call.signature.output(i).shape.elements(), 0.0f);
  }
  std::int64_t written = 0;
  const auto write = [&](std::int64_t place, const Found& found) {
    const Box& box = work.boxes[found.anchor];
    const float corners[4] = {box.top, box.left, box.bottom, box.right};
    std::copy_n(corners, 4, call.outputs[0] + 4 * place);
    call.outputs[1][place] = static_cast<float>(found.label);
    call.outputs[2][place] = found.score;
  };
  if (op.regular) {
    std::int64_t count = 0;
    for (std::int64_t label = 0; label < op.classes; ++label) {
      if (call.cancel.cancelled()) break;
      for (std::int64_t i = 0; i < anchors; ++i) work.scores[i] = scores[i * stride + label];
      const std::int64_t kept = suppress(op, work, anchors, std::min(op.detections_per_class, anchors));
      for (std::int64_t i = 0; i < kept; ++i) {
        const std::int32_t anchor = work.kept[i];
        work.found[count++] = {work.scores[anchor], anchor, static_cast<std::int32_t>(label)};
      }
      std::sort(work.found, work.found + count, goes_first);
      count = std::min(count, op.max_detections);
    }
    for (; written < count; ++written) write(written, work.found[written]);
  } else {
    for (std::int64_t i = 0; i < anchors; ++i) {
      work.scores[i] = *std::max_element(scores + i * stride, scores + i * stride + op.classes);
    }
    const std::int64_t each = std::min(op.classes_per_detection, op.classes);
    const std::int64_t kept = suppress(op, work, anchors, std::min(op.max_detections, anchors));
    for (; written < kept; ++written) {
      const std::int32_t anchor = work.kept[written];
      const float* own = scores + anchor * stride;
      std::fill_n(work.taken, op.classes, 0);
      for (std::int64_t i = 0; i < each; ++i) {
        const std::int32_t label = best_left(own, work.taken, op.classes);
        work.taken[label] = 1;
        write(written * each + i, {own[label], anchor, label});
      }
    }
  }
  call.outputs[3][0] = static_cast<float>(written);
  return outcome(call);
}

}  // namespace convscope::ops
