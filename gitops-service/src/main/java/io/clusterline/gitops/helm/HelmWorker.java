package io.clusterline.gitops.helm;

import io.clusterline.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The process in which Helm runs: one request per line on standard input, one response per line on
 * standard output. It ends with its input, so it never outlives the service, however the service
 * ends.
 *
 * <p>A process of its own, because the library is 98 MB that the service would keep for ever after
 * seven calls, cannot be stopped in mid-call, would block the carriers of virtual threads, and
 * reads its cache's place from the environment.
 */
public final class HelmWorker {

  /** Prefix that marks a response among other output. */
  static final String MARK = "@helm ";

  private HelmWorker() {}

  /**
   * @param arguments the number of calls at once, the folder of the kubeconfig and of Helm's
   *     temporary files, which is deleted with this process
   */
  public static void main(String[] arguments) throws IOException {
    ExecutorService threads = Executors.newFixedThreadPool(Integer.parseInt(arguments[0]));
    WorkerFolder folder = new WorkerFolder(Path.of(arguments[1]));
    HelmCalls calls = new HelmCalls(folder.kubeconfig());
    threads.execute(() -> warmUp(calls));
    try (BufferedReader requests =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = requests.readLine(); line != null; line = requests.readLine()) {
        HelmRequest request = Json.MAPPER.readValue(line, HelmRequest.class);
        threads.execute(() -> answer(calls, request));
      }
    }
    folder.delete();
    System.exit(0); // the service has ended: calls under way are abandoned
  }

  /** Should it fail, the calls that follow say why. */
  private static void warmUp(HelmCalls calls) {
    try {
      calls.connect();
    } catch (RuntimeException | LinkageError e) {
      System.out.println("Helm did not reach the cluster at its start: " + e.getMessage());
    }
  }

  private static void answer(HelmCalls calls, HelmRequest request) {
    String error = null;
    try {
      calls.make(request);
    } catch (IOException | RuntimeException | LinkageError e) {
      error = String.valueOf(e.getMessage());
    }
    write(new HelmRequest.Response(request.id(), error));
  }

  private static synchronized void write(HelmRequest.Response response) {
    System.out.println(MARK + Json.MAPPER.writeValueAsString(response));
    System.out.flush();
  }
}
