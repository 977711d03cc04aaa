// SPDX-License-Identifier: Apache-2.0
// The class Session: graph::Session for JavaScript. prepare and run work on a thread of libuv's pool, one at a time.
#pragma once

#include <napi.h>

#include <functional>
#include <memory>

#include "core/cancellation.h"
#include "graph/session.h"
#include "status_to_js.h"

namespace convscope::addon {

class Session : public Napi::ObjectWrap<Session> {
 public:
  static void register_class(Napi::Env env, Napi::Object exports);

  explicit Session(const Napi::CallbackInfo& info);

 private:
  friend class SessionTask;

  Napi::Value beside(const Napi::CallbackInfo& info);
  Napi::Value prepare(const Napi::CallbackInfo& info);
  void feed(const Napi::CallbackInfo& info);
  Napi::Value run(const Napi::CallbackInfo& info);
  Napi::Value read_output(const Napi::CallbackInfo& info);
  Napi::Value drain(const Napi::CallbackInfo& info);
  Napi::Value progress(const Napi::CallbackInfo& info);
  Napi::Value held(const Napi::CallbackInfo& info);
  Napi::Value layer_bytes(const Napi::CallbackInfo& info);
  void cancel(const Napi::CallbackInfo& info);
  void dispose(const Napi::CallbackInfo& info);

  /// A method whose errors all have codes.
  template <auto method>
  auto guarded_method(const Napi::CallbackInfo& info) {
    return with_codes(info.Env(), [&] { return (this->*method)(info); });
  }

  /// Runs `work` in the background and settles the promise with what `result` makes of it, on this thread.
  using Work = std::function<core::Status(const core::CancellationToken&)>;
  using Result = std::function<Napi::Value(Napi::Env)>;
  Napi::Value start(Napi::Env env, Work work, Result result);
  /// A status that forbids to start anything now, or OK.
  core::Status check_idle() const;
  /// The same, thrown to JavaScript.
  void require_idle(Napi::Env env) const;
  /// Called by the task on this thread, before it settles its promise.
  void finished(const core::Status& status);

  // The task holds a reference to this object while it runs, so these outlive it.
  std::unique_ptr<graph::Session> session_;
  /// Of the task under way; null where none is.
  std::shared_ptr<core::CancellationToken> cancellation_;
  bool preparing_ = false;
  bool disposed_ = false;
};

}  // namespace convscope::addon
