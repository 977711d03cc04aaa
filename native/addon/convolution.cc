// SPDX-License-Identifier: Apache-2.0
#include "convolution.h"

#include <cmath>
#include <limits>
#include <string>

#include "conv/convolve.h"
#include "conv/registry.h"
#include "status_to_js.h"

namespace convscope::addon {
namespace {

using core::Status;
using core::StatusCode;

// As MAX_THREADS of the contract.
constexpr int kMaxThreads = 32;

[[noreturn]] void invalid(Napi::Env env, const std::string& message) {
  throw to_error(env, Status(StatusCode::kInvalidArgument, message));
}

int read_integer(Napi::Value value, const std::string& name) {
  const double number = value.IsNumber() ? value.As<Napi::Number>().DoubleValue() : std::nan("");
  if (!(number >= INT32_MIN && number <= INT32_MAX) || number != std::floor(number)) {
    invalid(value.Env(), "The field " + name + " of the convolution is not a 32-bit integer.");
  }
  return static_cast<int>(number);
}

Napi::Object read_object(Napi::Value value, const std::string& name) {
  if (!value.IsObject()) invalid(value.Env(), "The argument " + name + " of the convolution is not an object.");
  return value.As<Napi::Object>();
}

std::string read_string(Napi::Value value, const std::string& name) {
  if (!value.IsString()) invalid(value.Env(), "The field " + name + " of the convolution is not a string.");
  return value.As<Napi::String>().Utf8Value();
}

/// The data of a Float32Array of exactly `elements`.
float* read_floats(Napi::Value value, const std::string& name, double elements) {
  if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != napi_float32_array) {
    invalid(value.Env(), "The field " + name + " of the convolution is not a Float32Array.");
  }
  Napi::Float32Array array = value.As<Napi::Float32Array>();
  if (static_cast<double>(array.ElementLength()) != elements) {
    invalid(value.Env(),
            "The field " + name + " of the convolution does not have the elements that the problem states.");
  }
  return array.Data();
}

const float* read_optional_floats(Napi::Value value, const std::string& name, double elements) {
  return value.IsNull() || value.IsUndefined() ? nullptr : read_floats(value, name, elements);
}

const conv::ConvKernel* read_kernel(Napi::Object object) {
  const std::string algorithm = read_string(object.Get("algorithm"), "algorithm");
  const Napi::Value unit = object.Get("unit");
  const int value = unit.IsNull() || unit.IsUndefined() ? 0 : read_integer(unit, "unit");
  const conv::ConvKernel* kernel = conv::find_kernel(algorithm, value);
  if (kernel == nullptr) {
    invalid(object.Env(), "There is no kernel for " + algorithm + " with unit " + std::to_string(value) + ".");
  }
  return kernel;
}

Napi::Value list_kernels(const Napi::CallbackInfo& info) {
  Napi::Array list = Napi::Array::New(info.Env());
  for (const conv::ConvKernel* kernel : conv::kernels()) {
    Napi::Object entry = Napi::Object::New(info.Env());
    entry.Set("algorithm", kernel->algorithm);
    entry.Set("unit", kernel->unit);
    list.Set(list.Length(), entry);
  }
  return list;
}

Napi::Value assess_convolution(const Napi::CallbackInfo& info) {
  const conv::ConvProblem problem = read_problem(read_object(info[0], "problem"));
  const conv::KernelChoice choice = read_choice(read_object(info[1], "choice"));
  const conv::Target target = read_target(info[2], info[3], info[4]);
  const conv::Assessment assessment = conv::assess_choice(problem, target, choice);

  Napi::Object result = Napi::Object::New(info.Env());
  result.Set("supported", assessment.supported);
  if (!assessment.supported) {
    result.Set("reason", to_object(info.Env(), assessment.refusal));
    return result;
  }
  Napi::Array sections = Napi::Array::New(info.Env());
  for (const conv::Section& section : assessment.workspace) {
    Napi::Object entry = Napi::Object::New(info.Env());
    entry.Set("name", section.name);
    entry.Set("bytes", static_cast<double>(section.bytes));
    sections.Set(sections.Length(), entry);
  }
  result.Set("packedWeightBytes", static_cast<double>(assessment.packed_weight_bytes));
  result.Set("workspaceBytes", static_cast<double>(assessment.workspace_bytes));
  result.Set("workspace", sections);
  result.Set("operations", assessment.operations);
  result.Set("bfloat16Operations", assessment.bfloat16_operations);
  result.Set("weightTraffic", assessment.traffic.weights);
  result.Set("otherTraffic", assessment.traffic.others);
  result.Set("plainInput", assessment.plain_input);
  return result;
}

Napi::Value convolve(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  const Napi::Object options = read_object(info[0], "options");
  const conv::ConvProblem p = read_problem(read_object(options.Get("problem"), "problem"));
  const conv::KernelChoice choice = read_choice(read_object(options.Get("choice"), "choice"));
  const conv::Target target = read_target(options.Get("isa"), options.Get("threads"), options.Get("weightStorage"));
  const conv::Assessment assessment = conv::assess_choice(p, target, choice);
  if (!assessment.supported) throw to_error(env, Status(StatusCode::kUnsupported, assessment.refusal));

  const double outputs = 1.0 * p.batch * p.out_channels * p.out_height * p.out_width;
  // A JavaScript engine ends the process where it cannot make an array.
  if (outputs > 1e9) throw to_error(env, Status(StatusCode::kOverflow, "The output of the convolution is too large."));
  Napi::Float32Array output = Napi::Float32Array::New(env, static_cast<std::size_t>(outputs));
  const conv::PlainTensors tensors = {
      .weights = read_floats(options.Get("weights"), "weights",
                             1.0 * p.out_channels * (p.in_channels / p.group) * p.kernel_height * p.kernel_width),
      .bias = read_optional_floats(options.Get("bias"), "bias", p.out_channels),
      .input = read_floats(options.Get("input"), "input", 1.0 * p.batch * p.in_channels * p.in_height * p.in_width),
      .output = output.Data(),
      .residual = read_optional_floats(options.Get("residual"), "residual", outputs),
      .slope = read_optional_floats(options.Get("slope"), "slope", p.out_channels),
      .activation = read_activation(options),
  };

  memory::TrackingAllocator allocator;
  const Napi::Value fail_at = options.Get("failAllocationAt");
  if (!fail_at.IsUndefined()) allocator.fail_at(static_cast<std::uint64_t>(read_integer(fail_at, "failAllocationAt")));
  core::CancellationToken cancellation;
  const Napi::Value cancelled = options.Get("cancelled");
  if (cancelled.IsBoolean() && cancelled.As<Napi::Boolean>().Value()) cancellation.cancel();
  const Napi::Value repeat = options.Get("runs");
  const Napi::Value between = options.Get("bytesBetween");
  const int bytes_between = between.IsUndefined() ? 0 : read_integer(between, "bytesBetween");
  if (bytes_between < 0) invalid(env, "The bytes between two runs are no count.");
  const conv::ConvolveRuns runs = {.count = repeat.IsUndefined() ? 1 : read_integer(repeat, "runs"),
                                   .bytes_between = static_cast<std::size_t>(bytes_between)};
  if (runs.count < 1) invalid(env, "A convolution is run at least once.");
  conv::ConvolveFigures measured;
  const Status status = conv::convolve(p, target, choice, tensors, allocator, cancellation, runs, &measured);
  if (!status.ok()) throw to_error(env, status);

  Napi::Object result = Napi::Object::New(env);
  result.Set("output", output);
  result.Set("packedWeightBytes", static_cast<double>(measured.packed_weights));
  result.Set("workspaceBytes", static_cast<double>(measured.workspace));
  result.Set("runNs", static_cast<double>(measured.run_ns));
  return result;
}

/// Floating-point operations per second of one thread that only multiplies and adds on registers.

}  // namespace

conv::ConvProblem read_problem(Napi::Object object) {
  conv::ConvProblem p;
  const struct {
    const char* name;
    int conv::ConvProblem::* field;
  } fields[] = {
      {"batch", &conv::ConvProblem::batch},
      {"inChannels", &conv::ConvProblem::in_channels},
      {"inHeight", &conv::ConvProblem::in_height},
      {"inWidth", &conv::ConvProblem::in_width},
      {"outChannels", &conv::ConvProblem::out_channels},
      {"outHeight", &conv::ConvProblem::out_height},
      {"outWidth", &conv::ConvProblem::out_width},
      {"kernelHeight", &conv::ConvProblem::kernel_height},
      {"kernelWidth", &conv::ConvProblem::kernel_width},
      {"strideHeight", &conv::ConvProblem::stride_height},
      {"strideWidth", &conv::ConvProblem::stride_width},
      {"dilationHeight", &conv::ConvProblem::dilation_height},
      {"dilationWidth", &conv::ConvProblem::dilation_width},
      {"padTop", &conv::ConvProblem::pad_top},
      {"padLeft", &conv::ConvProblem::pad_left},
      {"padBottom", &conv::ConvProblem::pad_bottom},
      {"padRight", &conv::ConvProblem::pad_right},
      {"group", &conv::ConvProblem::group},
  };
  for (const auto& [name, field] : fields) p.*field = read_integer(object.Get(name), name);
  return p;
}

conv::KernelChoice read_choice(Napi::Object object) {
  conv::KernelChoice choice;
  choice.kernel = read_kernel(object);
  const Napi::Value inner = object.Get("inner");
  if (!inner.IsNull() && !inner.IsUndefined()) choice.inner = read_kernel(read_object(inner, "inner"));
  return choice;
}

conv::Activation read_activation(Napi::Object object) {
  using enum conv::ActivationFunction;
  const std::string name = read_string(object.Get("activation"), "activation");
  const auto number = [&](const char* field) {
    const Napi::Value value = object.Get(field);
    return value.IsNumber() ? value.As<Napi::Number>().FloatValue() : 0.0f;
  };
  const float alpha = number("alpha"), beta = number("beta");
  if (name == "relu") return {kClamp, 0, std::numeric_limits<float>::infinity()};
  if (name == "relu6") return {kClamp, 0, 6};
  const struct {
    const char* name;
    conv::ActivationFunction function;
  } functions[] = {{"none", kNone},
                   {"clip", kClamp},
                   {"leakyRelu", kSlope},
                   {"prelu", kSlope},
                   {"hardSigmoid", kHardSigmoid},
                   {"hardSwish", kHardSwish},
                   {"sigmoid", kSigmoid},
                   {"swish", kSwish},
                   {"tanh", kTanh}};
  for (const auto& known : functions) {
    if (name == known.name) return {known.function, alpha, beta};
  }
  invalid(object.Env(), "There is no activation " + name + ".");
}

conv::Target read_target(Napi::Value isa, Napi::Value threads, Napi::Value weights) {
  const std::string id = read_string(isa, "isa");
  const std::optional<core::Isa> known = core::isa_from_id(id);
  if (!known) invalid(isa.Env(), "There is no instruction set " + id + ".");
  const int count = read_integer(threads, "threads");
  if (count < 1 || count > kMaxThreads) invalid(isa.Env(), "The thread count of a convolution is from 1 to 32.");
  const std::string storage = weights.IsEmpty() || weights.IsUndefined() ? "float32" : read_string(weights, "weights");
  if (storage == "float32") return {*known, count};
  if (storage == "float16") return {*known, count, conv::WeightStorage::kFloat16};
  if (storage == "bfloat16") return {*known, count, conv::WeightStorage::kBFloat16};
  invalid(isa.Env(), "Weights are kept as float32, float16 or bfloat16, not as " + storage + ".");
}

void register_convolution(Napi::Env env, Napi::Object exports) {
  exports.Set("kernels", Napi::Function::New(env, guarded<list_kernels>, "kernels"));
  exports.Set("assessConvolution", Napi::Function::New(env, guarded<assess_convolution>, "assessConvolution"));
  exports.Set("convolve", Napi::Function::New(env, guarded<convolve>, "convolve"));
}

}  // namespace convscope::addon
