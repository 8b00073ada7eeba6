package io.clusterline.cli;

import io.clusterline.Json;
import io.clusterline.cli.line.Installation;
import io.clusterline.cli.line.LocalPipeline;
import io.clusterline.projection.ClusterDocument;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The console's page with a document in it, as one file. */
final class ReportPage {

  private ReportPage() {}

  static String of(Installation installation, ClusterDocument cluster) throws IOException {
    String console = LocalPipeline.CONSOLE;
    try (ZipFile jar =
        new ZipFile(
            installation.applications().resolve(console + "/" + console + ".jar").toFile())) {
      return """
      <!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title>Clusterline: %s</title>
          <style>%s</style>
        </head>
        <body>
          <div id="page"></div>
          <script type="application/json" id="document">%s</script>
          <script>%s</script>
        </body>
      </html>
      """
          .formatted(
              escaped(cluster.name()),
              resource(jar, "console.css"),
              embedded(Json.MAPPER.writeValueAsString(cluster)),
              resource(jar, "console.js"));
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }

  /** Nothing in the document may end the element that holds it. */
  private static String embedded(String json) {
    return json.replace("<", "\\u003c");
  }

  private static String resource(ZipFile jar, String name) throws IOException {
    ZipEntry entry = jar.getEntry("static/" + name);
    if (entry == null) {
      throw new IOException(jar.getName() + " holds no static/" + name);
    }
    try (InputStream in = jar.getInputStream(entry)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
