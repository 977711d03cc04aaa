// SPDX-License-Identifier: Apache-2.0
#include "session.h"

#include <algorithm>
#include <utility>

#include "field.h"
#include "program_reader.h"
#include "status_to_js.h"

namespace convscope::addon {

using core::Status;
using core::StatusCode;

namespace {

constexpr std::int64_t kDefaultQueueCapacity = 1 << 16;
constexpr std::int64_t kMaxQueueCapacity = 1 << 22;

using LedgerExternal = Napi::External<std::shared_ptr<graph::Ledger>>;

Status invalid(const char* message) { return Status(StatusCode::kInvalidArgument, message); }

Napi::Value rejected(Napi::Env env, const Status& status) {
  const auto deferred = Napi::Promise::Deferred::New(env);
  deferred.Reject(to_error(env, status).Value());
  return deferred.Promise();
}

std::int64_t option(const Napi::Value& options, const char* name, std::int64_t fallback, std::int64_t low,
                    std::int64_t high) {
  if (options.IsUndefined()) return fallback;
  const Field field = Field(options, "options")[name];
  return field.absent() ? fallback : field.integer(low, high);
}

}  // namespace

/// One prepare or run: work on a pool thread, promise settled on JavaScript's.
class SessionTask : public Napi::AsyncWorker {
 public:
  SessionTask(Napi::Env env, Session* session, std::shared_ptr<core::CancellationToken> cancellation,
              Session::Work work, Session::Result result)
      : Napi::AsyncWorker(env, "convscope.Session"),
        session_(session),
        reference_(Napi::Persistent(session->Value())),
        cancellation_(std::move(cancellation)),
        work_(std::move(work)),
        result_(std::move(result)),
        deferred_(Napi::Promise::Deferred::New(env)) {}

  Napi::Promise promise() const { return deferred_.Promise(); }

 protected:
  void Execute() override {
    try {
      status_ = work_(*cancellation_);
    } catch (...) {
      status_ = status_of_exception();
    }
  }

  void OnOK() override {
    const Napi::Env env = Env();
    // A cancellation that came too late for the work still counts: whoever asked for it expects the rejection.
    if (status_.ok() && cancellation_->cancelled()) status_ = Status(StatusCode::kCancelled, "The run was cancelled.");
    session_->finished(status_);
    try {
      if (status_.ok()) {
        deferred_.Resolve(result_(env));
      } else {
        deferred_.Reject(to_error(env, status_).Value());
      }
    } catch (const Napi::Error& error) {
      deferred_.Reject(error.Value());
    }
  }

 private:
  Session* session_;
  Napi::ObjectReference reference_;
  std::shared_ptr<core::CancellationToken> cancellation_;
  Session::Work work_;
  Session::Result result_;
  Status status_;
  Napi::Promise::Deferred deferred_;
};

void Session::register_class(Napi::Env env, Napi::Object exports) {
  exports.Set("Session", DefineClass(env, "Session",
                                     {
                                         InstanceMethod<&Session::guarded_method<&Session::beside>>("beside"),
                                         InstanceMethod<&Session::guarded_method<&Session::prepare>>("prepare"),
                                         InstanceMethod<&Session::guarded_method<&Session::feed>>("feed"),
                                         InstanceMethod<&Session::guarded_method<&Session::run>>("run"),
                                         InstanceMethod<&Session::guarded_method<&Session::read_output>>("readOutput"),
                                         InstanceMethod<&Session::guarded_method<&Session::drain>>("drain"),
                                         InstanceMethod<&Session::guarded_method<&Session::progress>>("progress"),
                                         InstanceMethod<&Session::guarded_method<&Session::held>>("held"),
                                         InstanceMethod<&Session::guarded_method<&Session::layer_bytes>>("layerBytes"),
                                         InstanceMethod<&Session::guarded_method<&Session::cancel>>("cancel"),
                                         InstanceMethod<&Session::guarded_method<&Session::dispose>>("dispose"),
                                     }));
}

Session::Session(const Napi::CallbackInfo& info) : Napi::ObjectWrap<Session>(info) {
  // Only beside() passes one.
  if (info[0].IsExternal()) {
    session_ =
        with_codes(info.Env(), [&] { return std::make_unique<graph::Session>(*info[0].As<LedgerExternal>().Data()); });
    return;
  }
  const std::int64_t capacity = option(info[0], "queueCapacity", kDefaultQueueCapacity, 1, kMaxQueueCapacity);
  const std::int64_t fail_at = option(info[0], "failAllocationAt", 0, 0, kMaxSafeInteger);
  session_ = with_codes(info.Env(), [&] {
    return std::make_unique<graph::Session>(std::make_shared<graph::Ledger>(static_cast<std::size_t>(capacity)));
  });
  session_->fail_allocation_at(static_cast<std::uint64_t>(fail_at));
}

Status Session::check_idle() const {
  if (disposed_) return invalid("The session was disposed.");
  if (cancellation_ != nullptr) return invalid("The session is busy: one prepare or run at a time.");
  return Status();
}

void Session::require_idle(Napi::Env env) const {
  if (const Status status = check_idle(); !status.ok()) throw to_error(env, status);
}

Napi::Value Session::start(Napi::Env env, Work work, Result result) {
  auto cancellation = std::make_shared<core::CancellationToken>();
  // Deletes itself when done.
  auto* task = new SessionTask(env, this, cancellation, std::move(work), std::move(result));
  const Napi::Promise promise = task->promise();
  // Now, because whoever asks may do so before the task runs.
  session_->reset_progress();
  task->Queue();
  cancellation_ = std::move(cancellation);
  return promise;
}

void Session::finished(const Status& status) {
  cancellation_.reset();
  if (disposed_ || (preparing_ && !status.ok())) session_->release();
  preparing_ = false;
}

Napi::Value Session::beside(const Napi::CallbackInfo& info) {
  std::shared_ptr<graph::Ledger> ledger = session_->ledger();
  const auto constructor = info.This().As<Napi::Object>().Get("constructor").As<Napi::Function>();
  return constructor.New({LedgerExternal::New(info.Env(), &ledger)});
}

Napi::Value Session::prepare(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  if (const Status status = check_idle(); !status.ok()) return rejected(env, status);
  auto program = std::make_shared<graph::Program>();
  try {
    *program = read_program(Field(info[0], "program"));
  } catch (const Napi::Error& error) {
    const auto deferred = Napi::Promise::Deferred::New(env);
    deferred.Reject(error.Value());
    return deferred.Promise();
  }
  // Reading may have run a getter that started something.
  if (const Status status = check_idle(); !status.ok()) return rejected(env, status);
  preparing_ = true;
  return start(
      env,
      [this, program](const core::CancellationToken& cancellation) {
        return session_->prepare(std::move(*program), cancellation);
      },
      [](Napi::Env e) { return e.Undefined(); });
}

void Session::feed(const Napi::CallbackInfo& info) {
  const auto input = static_cast<std::size_t>(Field(info[0], "input").integer(0, kMaxSafeInteger));
  const std::span<const float> values = Field(info[1], "values").floats();
  require_idle(info.Env());
  if (const Status status = session_->feed(input, values); !status.ok()) throw to_error(info.Env(), status);
}

Napi::Value Session::run(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  if (const Status status = check_idle(); !status.ok()) return rejected(env, status);
  auto durations = std::make_shared<std::vector<double>>();
  return start(
      env,
      [this, durations](const core::CancellationToken& cancellation) {
        return session_->run(cancellation, durations.get());
      },
      [durations](Napi::Env e) -> Napi::Value {
        Napi::Float64Array times = Napi::Float64Array::New(e, durations->size());
        std::copy(durations->begin(), durations->end(), times.Data());
        return times;
      });
}

Napi::Value Session::read_output(const Napi::CallbackInfo& info) {
  const auto output = static_cast<std::size_t>(Field(info[0], "output").integer(0, kMaxSafeInteger));
  const auto first = static_cast<std::size_t>(Field(info[1], "first").integer(0, kMaxSafeInteger));
  const std::span<float> values = Field(info[2], "values").floats();
  require_idle(info.Env());
  std::size_t read = 0;
  const Status status = session_->read_output(output, first, values, &read);
  if (!status.ok()) throw to_error(info.Env(), status);
  return Napi::Number::New(info.Env(), static_cast<double>(read));
}

Napi::Value Session::drain(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const std::int64_t most = Field(info[0], "maxEvents").integer(0, kMaxQueueCapacity);
  const graph::EventBatch batch = session_->drain(static_cast<std::size_t>(most));
  const std::size_t count = batch.events.size();
  auto time = Napi::Float64Array::New(env, count);
  auto kind = Napi::Uint8Array::New(env, count);
  auto category = Napi::Uint8Array::New(env, count);
  auto node = Napi::Int32Array::New(env, count);
  auto bytes = Napi::Float64Array::New(env, count);
  for (std::size_t i = 0; i < count; ++i) {
    const graph::Event& event = batch.events[i];
    time[i] = static_cast<double>(event.time_ns);
    kind[i] = static_cast<std::uint8_t>(event.kind);
    category[i] = static_cast<std::uint8_t>(event.category);
    node[i] = event.node;
    bytes[i] = static_cast<double>(event.bytes);
  }
  Napi::Object result = Napi::Object::New(env);
  result.Set("firstSequence", static_cast<double>(batch.first_sequence));
  result.Set("dropped", static_cast<double>(batch.dropped));
  result.Set("timeNs", time);
  result.Set("kind", kind);
  result.Set("category", category);
  result.Set("node", node);
  result.Set("bytes", bytes);
  return result;
}

Napi::Value Session::progress(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), session_->progress());
}

Napi::Value Session::held(const Napi::CallbackInfo& info) {
  const graph::HeldBytes held = session_->held();
  Napi::Array categories = Napi::Array::New(info.Env());
  for (std::uint32_t i = 0; i < memory::kCategoryCount; ++i) {
    categories.Set(i, static_cast<double>(held.by_category[i]));
  }
  Napi::Object result = Napi::Object::New(info.Env());
  result.Set("categories", categories);
  result.Set("peak", static_cast<double>(held.peak));
  return result;
}

Napi::Value Session::layer_bytes(const Napi::CallbackInfo& info) {
  Napi::Array list = Napi::Array::New(info.Env());
  for (const graph::LayerBytes& layer : session_->layer_bytes()) {
    Napi::Object entry = Napi::Object::New(info.Env());
    entry.Set("node", layer.node);
    entry.Set("packedWeightBytes", static_cast<double>(layer.packed_weight_bytes));
    entry.Set("workspaceBytes", static_cast<double>(layer.workspace_bytes));
    entry.Set("algorithm", layer.algorithm);
    entry.Set("unit", layer.unit);
    list.Set(list.Length(), entry);
  }
  return list;
}

void Session::cancel(const Napi::CallbackInfo&) {
  if (cancellation_ != nullptr) cancellation_->cancel();
}

void Session::dispose(const Napi::CallbackInfo& info) {
  disposed_ = true;
  // What runs frees everything when it notices.
  if (cancellation_ != nullptr) {
    cancel(info);
  } else {
    session_->release();
  }
}

}  // namespace convscope::addon
