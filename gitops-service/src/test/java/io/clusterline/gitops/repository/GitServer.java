package io.clusterline.gitops.repository;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;

/**
 * A Git host on loopback that speaks the smart protocol, for fetches; with a password if need be.
 */
final class GitServer implements AutoCloseable {

  private static final String SERVICE = "git-upload-pack";

  private final Git git;
  private final HttpServer server;
  private final String password;

  private GitServer(Git git, HttpServer server, String password) {
    this.git = git;
    this.server = server;
    this.password = password;
  }

  /**
   * @param files of the only commit, which branch main and tag v1 name
   * @param password empty: anybody may read
   */
  static GitServer start(Path folder, Map<String, String> files, String password) throws Exception {
    IsolatedGitSettings.use();
    Git git = Git.init().setDirectory(folder.toFile()).setInitialBranch("main").call();
    commit(git, folder, files);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    GitServer started = new GitServer(git, server, password);
    server.createContext("/", started::answer);
    server.start();
    return started;
  }

  private static void commit(Git git, Path folder, Map<String, String> files)
      throws IOException, GitAPIException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    git.add().addFilepattern(".").call();
    git.commit()
        .setMessage("first")
        .setAuthor("a", "a@example.org")
        .setCommitter("a", "a@example.org")
        .setSign(false)
        .call();
    git.tag().setName("v1").setMessage("v1").setSigned(false).call();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/platform.git";
  }

  String head() throws IOException {
    return repository().resolve("HEAD").name();
  }

  private Repository repository() {
    return git.getRepository();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String expected =
          "Basic "
              + Base64.getEncoder()
                  .encodeToString(("reader:" + password).getBytes(StandardCharsets.UTF_8));
      if (!password.isEmpty()
          && !expected.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"git\"");
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      boolean advertises = exchange.getRequestURI().getPath().endsWith("/info/refs");
      if (advertises) {
        advertise(answer);
      } else {
        upload(exchange, answer);
      }
      send(exchange, advertises ? "advertisement" : "result", answer.toByteArray());
    }
  }

  private void advertise(ByteArrayOutputStream answer) throws IOException {
    PacketLineOut lines = new PacketLineOut(answer);
    lines.writeString("# service=" + SERVICE + "\n");
    lines.end();
    uploadPack().sendAdvertisedRefs(new PacketLineOutRefAdvertiser(lines));
  }

  private void upload(HttpExchange exchange, ByteArrayOutputStream answer) throws IOException {
    var body = exchange.getRequestBody();
    boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    uploadPack().upload(zipped ? new GZIPInputStream(body) : body, answer, null);
  }

  private UploadPack uploadPack() {
    UploadPack upload = new UploadPack(repository());
    upload.setBiDirectionalPipe(false);
    return upload;
  }

  private static void send(HttpExchange exchange, String kind, byte[] content) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "application/x-" + SERVICE + "-" + kind);
    exchange.sendResponseHeaders(200, content.length);
    exchange.getResponseBody().write(content);
  }

  @Override
  public void close() {
    server.stop(0);
    git.close();
  }
}
