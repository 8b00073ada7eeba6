package io.clusterline.gitops.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Debian's PostgreSQL in a folder, reached by a socket in it and by nothing else. It refuses to run
 * as root: then it runs as nobody.
 */
record PostgresHere(Path folder) implements AutoCloseable {

  private static final Path PROGRAMS = Path.of("/usr/lib/postgresql/15/bin");

  static PostgresHere in(Path folder) throws IOException {
    assumeThat(PROGRAMS).isDirectory();
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    return new PostgresHere(folder);
  }

  /** Creates the database as the image does, with the password of its environment. */
  static PostgresHere initialise(Path folder, Map<String, String> values) throws Exception {
    PostgresHere postgres = in(folder);
    postgres.run(
        "printf %s \"$POSTGRES_PASSWORD\" >$PGDATA.password;"
            + " initdb -N -U $POSTGRES_USER --auth=scram-sha-256 --pwfile=$PGDATA.password",
        values);
    return postgres;
  }

  void start() throws Exception {
    run("pg_ctl -w -s -l $PGDATA.log -o \"-c listen_addresses= -k $PGDATA\" start", Map.of());
  }

  boolean accepts(Map<String, String> values) throws Exception {
    return exitCode(
            "PGPASSWORD=$POSTGRES_PASSWORD psql -h $PGDATA -U $POSTGRES_USER -c 'select 1'", values)
        == 0;
  }

  void run(String script, Map<String, String> values) throws Exception {
    assertThat(exitCode(script, values)).as(script).isZero();
  }

  private int exitCode(String script, Map<String, String> values) throws Exception {
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
    }
    command.addAll(List.of("bash", "-ec", script));
    ProcessBuilder process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile());
    process.environment().putAll(values);
    process.environment().put("PGDATA", folder.resolve("data").toString());
    process.environment().merge("PATH", PROGRAMS.toString(), (path, own) -> own + ":" + path);
    return process.start().waitFor();
  }

  @Override
  public void close() throws Exception {
    run("pg_ctl -m immediate -s stop", Map.of());
  }
}
