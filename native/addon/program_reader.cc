// SPDX-License-Identifier: Apache-2.0
#include "program_reader.h"

#include <cstdint>

#include "convolution.h"
#include "operation_reader.h"

namespace convscope::addon {
namespace {

using graph::DataType;

constexpr Named<DataType> kDataTypes[] = {
    {"float64", DataType::kFloat64},   {"float32", DataType::kFloat32}, {"float16", DataType::kFloat16},
    {"bfloat16", DataType::kBfloat16}, {"int64", DataType::kInt64},     {"int32", DataType::kInt32},
    {"int16", DataType::kInt16},       {"int8", DataType::kInt8},       {"uint64", DataType::kUint64},
    {"uint32", DataType::kUint32},     {"uint16", DataType::kUint16},   {"uint8", DataType::kUint8},
    {"bool", DataType::kBool}};

int index(const Field& field) { return static_cast<int>(field.integer(-1, INT32_MAX)); }
std::uint64_t size(const Field& field) { return static_cast<std::uint64_t>(field.integer(0, kMaxSafeInteger)); }

std::vector<int> indices(const Field& field) {
  std::vector<int> result;
  for (const std::int64_t value : field.integers(-1, INT32_MAX)) result.push_back(static_cast<int>(value));
  return result;
}

decltype(graph::Constant::source) read_source(const Field& source) {
  const std::string kind = source["kind"].text();
  if (kind == "file") {
    return graph::FileSource{index(source["file"]), size(source["offset"]), size(source["byteLength"]),
                             source["dtype"].one_of(std::span<const Named<DataType>>(kDataTypes))};
  }
  if (kind == "values") {
    const std::span<const float> values = source["values"].floats();
    return graph::ValuesSource{{values.begin(), values.end()}};
  }
  if (kind == "fill") return graph::FillSource{static_cast<float>(source["value"].number())};
  if (kind == "synthesised") {
    const std::int64_t seed = source["seed"].integer(-kMaxSafeInteger, kMaxSafeInteger);
    return graph::SynthesisedSource{static_cast<std::uint64_t>(seed), static_cast<float>(source["scale"].number())};
  }
  if (kind == "sparse") {
    return graph::SparseSource{index(source["file"]), size(source["count"]), size(source["indexOffset"]),
                               size(source["valueOffset"])};
  }
  source["kind"].fail("is no kind of constant: " + kind);
}

graph::Constant read_constant(const Field& field) {
  graph::Constant constant{read_shape(field["dims"]), read_source(field["source"])};
  const Field stored = field["stored"];
  if (stored.absent()) return constant;
  constant.stored = graph::StoredOrder{read_shape(stored["dims"]), stored["permutation"].integers(0, ops::kMaxRank)};
  return constant;
}

template <typename T, typename Read>
std::vector<T> read_all(const Field& list, Read read) {
  std::vector<T> result;
  const std::uint32_t length = list.length();
  result.reserve(length);
  for (std::uint32_t i = 0; i < length; ++i) {
    const Napi::HandleScope scope(list.value().Env());
    result.push_back(read(list.at(i)));
  }
  return result;
}

graph::Buffer read_buffer(const Field& field) {
  graph::Buffer buffer;
  buffer.info = read_tensor(field);
  buffer.bytes = size(field["bytes"]);
  buffer.arena_offset = field["arenaOffset"].integer(-1, kMaxSafeInteger);
  buffer.constant = index(field["constant"]);
  buffer.info.constant = buffer.constant >= 0;
  buffer.node = index(field["node"]);
  return buffer;
}

graph::Convolution read_convolution(const Field& op) {
  const Field params = op["params"];
  const Field conv = op["conv"];
  const auto object = [](const Field& field) {
    if (!field.value().IsObject()) field.fail("is not an object");
    return field.value().As<Napi::Object>();
  };
  graph::Convolution convolution;
  convolution.problem = read_problem(object(params["problem"]));
  convolution.activation = read_activation(object(params));
  convolution.choice = read_choice(object(conv));
  convolution.weight = index(conv["weight"]);
  convolution.bias = index(conv["bias"]);
  if (const Field affine = params["affine"]; !affine.absent()) {
    convolution.affine = read_all<graph::Affine>(affine, [](const Field& stage) {
      return graph::Affine{index(stage["scale"]), index(stage["bias"]), index(stage["mean"]), index(stage["variance"]),
                           static_cast<float>(stage["epsilon"].number())};
    });
  }
  convolution.packed_weight_bytes = size(conv["packedWeightBytes"]);
  return convolution;
}

graph::Op read_op(const Field& field) {
  graph::Op op;
  op.node = index(field["node"]);
  if (field["kind"].text() == "Conv") {
    op.operation = read_convolution(field);
  } else {
    op.operation = read_operation(field["kind"], field["params"]);
  }
  op.inputs = indices(field["inputs"]);
  op.outputs = indices(field["outputs"]);
  op.workspace_bytes = size(field["workspaceBytes"]);
  return op;
}

}  // namespace

graph::Program read_program(const Field& field) {
  graph::Program program;
  const conv::Target target = read_target(field["isa"].value(), field["threads"].value(), field["weights"].value());
  program.isa = target.isa;
  program.threads = target.threads;
  program.weights = target.weights;
  program.files = read_all<std::string>(field["files"], [](const Field& file) {
    std::string path = file.text();
    if (path.find('\0') != std::string::npos) file.fail("is no path");
    return path;
  });
  program.arena_bytes = size(field["arenaBytes"]);
  program.workspace_bytes = size(field["workspaceBytes"]);
  program.buffers = read_all<graph::Buffer>(field["buffers"], read_buffer);
  program.constants = read_all<graph::Constant>(field["constants"], read_constant);
  program.ops = read_all<graph::Op>(field["ops"], read_op);
  program.inputs = indices(field["inputs"]);
  program.outputs = indices(field["outputs"]);
  return program;
}

}  // namespace convscope::addon
