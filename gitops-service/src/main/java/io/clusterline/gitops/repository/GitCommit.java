package io.clusterline.gitops.repository;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/**
 * The files of one commit of a remote repository, without its history: fetched into a folder that
 * goes when this is closed.
 */
final class GitCommit implements AutoCloseable {

  private static final String WANTED = "refs/clusterline/wanted";
  private static final String COMMIT = "[0-9a-f]{40}";
  private static final long LARGEST = 1L << 20;
  private static final Duration SILENCE = Duration.ofSeconds(15);

  private final Path folder;
  private final Git git;
  private ObjectId tree = ObjectId.zeroId();

  private GitCommit(Path folder, Git git) {
    this.folder = folder;
    this.git = git;
  }

  /**
   * @param revision branch, tag or commit
   * @param within how long the whole fetch may take
   * @throws IOException with Git's reason
   */
  static GitCommit fetch(
      String url, String revision, @Nullable CredentialsProvider credentials, Duration within)
      throws IOException {
    IsolatedGitSettings.use();
    Path folder = Files.createTempDirectory("clusterline-git");
    try {
      GitCommit commit = new GitCommit(folder, init(folder));
      commit.read(url, commit.nameOf(url, revision, credentials), credentials, within);
      return commit;
    } catch (GitAPIException | IOException | JGitInternalException e) {
      delete(folder);
      throw new IOException(String.valueOf(e.getMessage()), e);
    }
  }

  private static Git init(Path folder) throws GitAPIException {
    return Git.init().setBare(true).setGitDir(folder.toFile()).call();
  }

  private String nameOf(String url, String revision, @Nullable CredentialsProvider credentials)
      throws GitAPIException, IOException {
    if (revision.equals("HEAD")) {
      return revision;
    }
    Map<String, Ref> refs =
        Git.lsRemoteRepository()
            .setRemote(url)
            .setHeads(true)
            .setTags(true)
            .setCredentialsProvider(credentials)
            .setTimeout((int) SILENCE.toSeconds())
            .callAsMap();
    return Stream.of("refs/heads/" + revision, "refs/tags/" + revision)
        .filter(refs::containsKey)
        .findFirst()
        .or(() -> Optional.of(revision).filter(text -> text.matches(COMMIT)))
        .orElseThrow(() -> new IOException("there is no branch and no tag " + revision));
  }

  private void read(
      String url, String name, @Nullable CredentialsProvider credentials, Duration within)
      throws GitAPIException, IOException {
    git.fetch()
        .setRemote(url)
        .setRefSpecs("+" + name + ":" + WANTED)
        .setDepth(1)
        .setTagOpt(TagOpt.NO_TAGS)
        .setCredentialsProvider(credentials)
        .setTimeout((int) SILENCE.toSeconds())
        .setProgressMonitor(new TimeLimit(within))
        .call();
    // A fetch by commit updates no reference.
    ObjectId commit = repository().resolve((name.matches(COMMIT) ? name : WANTED) + "^{commit}");
    if (commit == null) {
      throw new IOException(name + " is no commit");
    }
    try (RevWalk walk = new RevWalk(repository())) {
      tree = walk.parseCommit(commit).getTree().getId();
    }
  }

  /** The text of a file; empty when it does not exist, is no file, or is too large to be read. */
  Optional<String> text(String path) throws IOException {
    try (TreeWalk walk = TreeWalk.forPath(repository(), path, tree)) {
      if (walk == null || !isFile(walk)) {
        return Optional.empty();
      }
      var loader = repository().open(walk.getObjectId(0));
      return loader.getSize() > LARGEST
          ? Optional.empty()
          : Optional.of(new String(loader.getBytes(), StandardCharsets.UTF_8));
    }
  }

  /** The paths of the files in a folder; none when there is no such folder. */
  List<String> files(String path, boolean recursive) throws IOException {
    List<String> files = new ArrayList<>();
    try (TreeWalk walk = new TreeWalk(repository())) {
      walk.addTree(path.isEmpty() ? tree : folder(path));
      walk.setRecursive(recursive);
      while (walk.next()) {
        if (isFile(walk)) {
          files.add((path.isEmpty() ? "" : path + "/") + walk.getPathString());
        }
      }
    }
    return files;
  }

  private ObjectId folder(String path) throws IOException {
    try (TreeWalk walk = TreeWalk.forPath(repository(), path, tree)) {
      return walk != null && walk.isSubtree() ? walk.getObjectId(0) : emptyTree();
    }
  }

  private ObjectId emptyTree() throws IOException {
    try (var inserter = repository().newObjectInserter()) {
      ObjectId id = inserter.insert(new org.eclipse.jgit.lib.TreeFormatter());
      inserter.flush();
      return id;
    }
  }

  private static boolean isFile(TreeWalk walk) {
    return FileMode.REGULAR_FILE.equals(walk.getFileMode(0))
        || FileMode.EXECUTABLE_FILE.equals(walk.getFileMode(0));
  }

  private Repository repository() {
    return git.getRepository();
  }

  @Override
  public void close() {
    git.close();
    delete(folder);
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
