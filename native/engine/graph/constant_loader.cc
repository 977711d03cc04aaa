// SPDX-License-Identifier: Apache-2.0
#include "graph/constant_loader.h"

#include <algorithm>

#include "graph/streamed_weights.h"
#include "graph/widen.h"
#include "ops/checks.h"
#include "ops/strided_copy.h"

namespace convscope::graph {
namespace {

using core::Status;
using core::StatusCode;

/// Elements that are read between two looks at the cancellation token.
constexpr std::size_t kElementsAtOnce = std::size_t{1} << 20;
/// The same where they pass through a buffer to be widened.
constexpr std::size_t kStagedAtOnce = std::size_t{1} << 13;

Status cancelled() { return Status(StatusCode::kCancelled, "loading was cancelled."); }

}  // namespace

ConstantLoader::ConstantLoader(const Program& program, memory::TrackingAllocator& allocator,
                               const core::CancellationToken& cancel)
    : program_(program), allocator_(allocator), cancel_(cancel), files_(program.files.size()) {}

Status ConstantLoader::load(int constant, int node, float* destination) {
  const Constant& wanted = program_.constants[static_cast<std::size_t>(constant)];
  const auto elements = static_cast<std::size_t>(wanted.shape.elements());
  const auto load_to = [&](float* to) {
    return std::visit([&](const auto& source) { return load_from(source, elements, node, to); }, wanted.source);
  };
  if (!wanted.stored) return load_to(destination);
  memory::Block stored;
  CONVSCOPE_CHECK(allocator_.allocate(elements * sizeof(float), {memory::Category::kModelBuffer, node}, &stored));
  auto* from = stored.floats();
  CONVSCOPE_CHECK(load_to(from));
  if (cancel_.cancelled()) return cancelled();
  ops::strided_copy(ops::transposed_view(wanted.stored->shape, wanted.stored->permutation), from, destination);
  return Status();
}

Status ConstantLoader::file(int index, const WeightFile** out) {
  auto& file = files_[static_cast<std::size_t>(index)];
  if (!file) {
    WeightFile opened;
    CONVSCOPE_CHECK(WeightFile::open(program_.files[static_cast<std::size_t>(index)], &opened));
    file = std::move(opened);
  }
  *out = &*file;
  return Status();
}

Status ConstantLoader::open_file(const Constant& constant, const WeightFile** out) {
  *out = nullptr;
  const auto* source = std::get_if<FileSource>(&constant.source);
  return source == nullptr ? Status() : file(source->file, out);
}

Status ConstantLoader::load_from(const FileSource& source, std::size_t elements, int node, float* destination) {
  const WeightFile* from = nullptr;
  CONVSCOPE_CHECK(file(source.file, &from));
  const bool as_it_is = source.type == DataType::kFloat32;
  const std::size_t size = element_bytes(source.type);
  const std::size_t at_once = as_it_is ? kElementsAtOnce : kStagedAtOnce;
  memory::Block staging;
  if (!as_it_is) {
    CONVSCOPE_CHECK(
        allocator_.allocate(std::min(elements, at_once) * size, {memory::Category::kModelBuffer, node}, &staging));
  }
  for (std::size_t done = 0; done < elements; done += at_once) {
    if (cancel_.cancelled()) return cancelled();
    const std::size_t count = std::min(at_once, elements - done);
    void* to = as_it_is ? static_cast<void*>(destination + done) : staging.data();
    CONVSCOPE_CHECK(from->read(source.offset + done * size, count * size, to));
    if (!as_it_is) widen(source.type, staging.data(), count, destination + done);
  }
  return Status();
}

Status ConstantLoader::load_from(const ValuesSource& source, std::size_t, int, float* destination) {
  std::copy(source.values.begin(), source.values.end(), destination);
  return Status();
}

Status ConstantLoader::load_from(const FillSource& source, std::size_t elements, int, float* destination) {
  std::fill_n(destination, elements, source.value);
  return Status();
}

Status ConstantLoader::load_from(const SynthesisedSource& source, std::size_t elements, int, float* destination) {
  for (std::size_t done = 0; done < elements; done += kElementsAtOnce) {
    if (cancel_.cancelled()) return cancelled();
    const std::size_t end = std::min(elements, done + kElementsAtOnce);
    synthesise(source, done, end - done, destination + done);
  }
  return Status();
}

Status ConstantLoader::load_from(const SparseSource& source, std::size_t elements, int node, float* destination) {
  const WeightFile* from = nullptr;
  CONVSCOPE_CHECK(file(source.file, &from));
  std::fill_n(destination, elements, 0.0f);
  const std::size_t at_once = std::min<std::size_t>(kStagedAtOnce, source.count);
  memory::Block staging;
  CONVSCOPE_CHECK(allocator_.allocate(at_once * 8, {memory::Category::kModelBuffer, node}, &staging));
  auto* positions = reinterpret_cast<std::uint32_t*>(staging.data());
  auto* values = reinterpret_cast<float*>(staging.data() + at_once * 4);
  for (std::size_t done = 0; done < source.count; done += at_once) {
    if (cancel_.cancelled()) return cancelled();
    const std::size_t count = std::min<std::size_t>(at_once, source.count - done);
    CONVSCOPE_CHECK(from->read(source.index_offset + done * 4, count * 4, positions));
    CONVSCOPE_CHECK(from->read(source.value_offset + done * 4, count * 4, values));
    for (std::size_t i = 0; i < count; ++i) {
      if (positions[i] >= elements) {
        return Status(StatusCode::kIo,
                      ops::concat("the weight file ", program_.files[static_cast<std::size_t>(source.file)],
                                  " places a sparse value at ", positions[i], ", beyond the ", elements,
                                  " elements of the tensor."));
      }
      destination[positions[i]] = values[i];
    }
  }
  return Status();
}

}  // namespace convscope::graph
