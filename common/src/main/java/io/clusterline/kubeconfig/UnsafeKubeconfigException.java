package io.clusterline.kubeconfig;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import java.util.regex.Pattern;

/** A kubeconfig that is not passed on. The message never quotes a value of it. */
public final class UnsafeKubeconfigException extends ClusterlineException {

  private static final long serialVersionUID = 1L;
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z-]{1,40}");

  private UnsafeKubeconfigException(String message) {
    super(ErrorCode.UNSAFE_KUBECONFIG, message);
  }

  static UnsafeKubeconfigException because(String reason) {
    return new UnsafeKubeconfigException("the kubeconfig " + reason);
  }

  static UnsafeKubeconfigException field(String point, String field) {
    return because(
        "has the field %s in %s: only a server and embedded certificates are accepted"
            .formatted(PLAIN.matcher(field).matches() ? field : "(unprintable)", point));
  }
}
