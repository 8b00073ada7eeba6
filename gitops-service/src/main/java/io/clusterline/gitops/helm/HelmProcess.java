package io.clusterline.gitops.helm;

import io.clusterline.Json;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.secret.Secret;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The service's side of a {@link HelmWorker}. */
final class HelmProcess implements AutoCloseable {

  private static final int TAIL = 20;

  private final WorkerFolder folder;
  private final Process process;
  private final BufferedWriter requests;
  private final AtomicLong ids = new AtomicLong();
  private final Map<Long, CompletableFuture<HelmRequest.Response>> waiting =
      new ConcurrentHashMap<>();
  private final Deque<String> tail = new ArrayDeque<>();

  private HelmProcess(WorkerFolder folder, Process process) {
    this.folder = folder;
    this.process = process;
    this.requests = process.outputWriter(StandardCharsets.UTF_8);
    Thread.ofPlatform().daemon().name("helm-responses").start(this::read);
  }

  static HelmProcess start(Secret kubeconfig, int callsAtOnce) {
    WorkerFolder folder = WorkerFolder.create(kubeconfig);
    String calls = Integer.toString(callsAtOnce);
    try {
      ProcessBuilder builder =
          new ProcessBuilder(
                  JavaCommand.of(HelmWorker.class, folder.path(), calls, folder.path().toString()))
              .redirectErrorStream(true);
      Map<String, String> environment = builder.environment();
      // A cache shared by the machine would describe another cluster that had the same address.
      environment.put("KUBECACHEDIR", folder.cache().toString());
      environment.remove("KUBECONFIG");
      environment.put("GOGC", "50");
      return new HelmProcess(folder, builder.start());
    } catch (IOException e) {
      throw new ClusterlineException(
          ErrorCode.UNEXPECTED, "Helm's process does not start: " + e, e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Completes with Helm's answer, or exceptionally when the process ends before. */
  CompletableFuture<HelmRequest.Response> call(HelmRequest request) {
    long id = ids.incrementAndGet();
    CompletableFuture<HelmRequest.Response> response = new CompletableFuture<>();
    waiting.put(id, response);
    try {
      send(Json.MAPPER.writeValueAsString(request.withId(id)));
    } catch (IOException e) {
      waiting.remove(id);
      response.completeExceptionally(processEnded());
    }
    return response;
  }

  private synchronized void send(String line) throws IOException {
    requests.write(line);
    requests.newLine();
    requests.flush();
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(HelmWorker.MARK)) {
          complete(line.substring(HelmWorker.MARK.length()));
        } else {
          addToTail(line);
        }
      }
    } catch (IOException e) {
      addToTail(String.valueOf(e.getMessage()));
    }
    ClusterlineException ended = processEnded();
    waiting.values().forEach(response -> response.completeExceptionally(ended));
  }

  private void complete(String json) {
    HelmRequest.Response response = Json.MAPPER.readValue(json, HelmRequest.Response.class);
    CompletableFuture<HelmRequest.Response> waited = waiting.remove(response.id());
    if (waited != null) {
      waited.complete(response);
    }
  }

  private synchronized void addToTail(String line) {
    tail.addLast(line);
    if (tail.size() > TAIL) {
      tail.removeFirst();
    }
  }

  private synchronized ClusterlineException processEnded() {
    return new ClusterlineException(
        ErrorCode.OUTCOME_UNKNOWN, "Helm's process ended during a call", List.copyOf(tail), null);
  }

  /** It writes its cache while it exits; it exits when its input ends. */
  private void endByItself() {
    try {
      requests.close();
      process.waitFor(4, TimeUnit.MINUTES);
    } catch (IOException e) {
      addToTail(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends it, and with it any call under way. */
  @Override
  public void close() {
    if (AotCache.isRecording()) {
      endByItself();
    }
    process.destroyForcibly().onExit().join();
    folder.delete();
  }
}
