package io.clusterline.stage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A stage's table of contents: the steps, and what each of them waits for.
 *
 * <p>Dependencies are read from the steps themselves: a record component that is a step, or a list
 * of steps, is waited for. There are no names to keep in tune, and no cycle can be written down,
 * because a step must have been added before another can hold it.
 *
 * <pre>{@code
 * var vpc     = graph.add(new Vpc(spec.network().vpcCidr()));
 * var gateway = graph.add(new InternetGateway(vpc));
 * graph.after(gateway).add(new ElasticIp("master"));   // pure order, no output used
 * }</pre>
 */
public final class StepGraph<C extends StageContext> {

  /** A step with everything it waits for. */
  record Node<C extends StageContext>(Step<C, ?> step, Set<Address> dependsOn) {}

  private final Map<Address, Node<C>> nodes = new LinkedHashMap<>();

  /**
   * Adds a step that waits for the steps among its components.
   *
   * @return the step itself, to be a component of later ones
   * @throws IllegalArgumentException if its address is taken, a dependency was not added before, or
   *     a component could hide steps (Optional, Map, array, nested record)
   */
  public <S extends Step<C, ?>> S add(S step) {
    return add(step, List.of());
  }

  /** Adds a list of steps that do not wait for one another. */
  public <S extends Step<C, ?>> List<S> addAll(Collection<S> steps) {
    return steps.stream().map(this::add).toList();
  }

  /** Pure order: steps added through the result also wait for these. */
  @SafeVarargs
  public final After after(Step<C, ?>... others) {
    return after(List.of(others));
  }

  /** As {@link #after(Step...)}. */
  public After after(Collection<? extends Step<C, ?>> others) {
    return new After(List.copyOf(others));
  }

  /** The result of {@link StepGraph#after}. */
  public final class After {
    private final List<Step<C, ?>> others;

    private After(List<Step<C, ?>> others) {
      this.others = others;
    }

    public <S extends Step<C, ?>> S add(S step) {
      return StepGraph.this.add(step, others);
    }

    /** Adds a list of steps that do not wait for one another. */
    public <S extends Step<C, ?>> List<S> addAll(Collection<S> steps) {
      return steps.stream().map(this::add).toList();
    }
  }

  private <S extends Step<C, ?>> S add(S step, List<Step<C, ?>> after) {
    Address address = step.address();
    Set<Address> dependsOn = new LinkedHashSet<>();
    StepComponents.of(step).forEach(dependency -> dependsOn.add(dependency.address()));
    after.forEach(other -> dependsOn.add(other.address()));
    for (Address dependency : dependsOn) {
      if (!nodes.containsKey(dependency)) {
        throw new IllegalArgumentException(
            address + " waits for " + dependency + ", which was not added before it");
      }
    }
    if (nodes.putIfAbsent(address, new Node<>(step, Set.copyOf(dependsOn))) != null) {
      throw new IllegalArgumentException(address + " was added twice");
    }
    return step;
  }

  /** In the order of adding, which is a topological one. */
  List<Node<C>> nodes() {
    return new ArrayList<>(nodes.values());
  }

  /** The longest that any one step may take. */
  public Duration longestDeadline() {
    return nodes.values().stream()
        .map(node -> node.step().deadline())
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  /** Every step's address. */
  public Set<Address> addresses() {
    return Set.copyOf(nodes.keySet());
  }

  /** Direct dependencies of a step. */
  public Set<Address> dependenciesOf(Step<C, ?> step) {
    Node<C> node = nodes.get(step.address());
    if (node == null) {
      throw new IllegalArgumentException(step.address() + " was not added");
    }
    return node.dependsOn();
  }

  public int size() {
    return nodes.size();
  }
}
