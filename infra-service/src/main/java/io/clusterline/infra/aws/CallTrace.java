package io.clusterline.infra.aws;

/**
 * One call of a step inside the SDK: the check before it, and its name for errors.
 *
 * <p>Bound to the step's thread. The SDK has no place of its own for either: an interceptor must
 * not throw another type of exception than the one it was given.
 */
final class CallTrace {

  static final ScopedValue<CallTrace> CURRENT = ScopedValue.newInstance();

  private final Runnable guard;
  private Operation operation = new Operation("AWS", "call");

  /**
   * @param guard throws when the run has lost the right to change anything
   */
  CallTrace(Runnable guard) {
    this.guard = guard;
  }

  void begins(Operation begun) {
    operation = begun;
    if (!begun.reads()) {
      guard.run();
    }
  }

  void failed(Operation which) {
    operation = which;
  }

  /** The call that failed, or is under way. */
  Operation operation() {
    return operation;
  }
}
