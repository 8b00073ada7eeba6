package io.clusterline.networkpolicy;

import io.clusterline.networkpolicy.Verdict.Allowed;
import io.clusterline.networkpolicy.Verdict.Denied;
import java.util.List;

/** Whether a connection may be opened, and why. Both of its ends have to allow it. */
public sealed interface Verdict permits Allowed, Denied {

  /** What the source's egress says. */
  End egress();

  /** What the destination's ingress says. */
  End ingress();

  default boolean isAllowed() {
    return this instanceof Allowed;
  }

  /** Both ends allow it. */
  record Allowed(End egress, End ingress) implements Verdict {
    @Override
    public String toString() {
      return "allowed: egress " + egress + ", ingress " + ingress;
    }
  }

  /** At least one end is {@link End.Isolated}. */
  record Denied(End egress, End ingress) implements Verdict {
    @Override
    public String toString() {
      return "denied: egress " + egress + ", ingress " + ingress;
    }
  }

  /** What one end of the connection says. Policies are named {@code namespace/name}. */
  sealed interface End {

    /** Nothing isolates it. */
    record Open(String why) implements End {
      @Override
      public String toString() {
        return "open (" + why + ")";
      }
    }

    /**
     * Isolated, but a rule allows it.
     *
     * @param rule the rule's index in the policy, from 0
     */
    record AllowedBy(String policy, int rule) implements End {
      @Override
      public String toString() {
        return "allowed by " + policy + " rule " + rule;
      }
    }

    /** Isolated by these policies; no rule of them allows it. */
    record Isolated(List<String> policies) implements End {
      public Isolated {
        policies = List.copyOf(policies);
      }

      @Override
      public String toString() {
        return "isolated by " + String.join(", ", policies);
      }
    }
  }
}
