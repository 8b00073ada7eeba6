package io.clusterline.cli.line;

import io.clusterline.process.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The credentials of one sandbox's AWS, created when it starts. Other users of this machine reach
 * its port; without credentials they are refused. They are kept in a file of the run's folder that
 * only its owner may read, in the form that AWS's own tools read.
 */
public record StandInCredentials(String accessKey, String secretKey) {

  /** The file in a run's folder; {@code AWS_SHARED_CREDENTIALS_FILE} may name it. */
  public static final String FILE = "aws-credentials";

  private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final Pattern CONTENT =
      Pattern.compile(
          "\\[default]\\naws_access_key_id = ([A-Z0-9]+)\\naws_secret_access_key = ([A-Z0-9]+)\\n");

  /** New ones, in the form of AWS's own. */
  public static StandInCredentials generate() {
    SecureRandom random = new SecureRandom();
    return new StandInCredentials("AKIA" + text(random, 16), text(random, 40));
  }

  private static String text(SecureRandom random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
    }
    return text.toString();
  }

  /** The credentials of that run's sandbox; empty when it has none. */
  public static Optional<StandInCredentials> read(Path folder) {
    try {
      Matcher content = CONTENT.matcher(Files.readString(folder.resolve(FILE)));
      return content.matches()
          ? Optional.of(new StandInCredentials(content.group(1), content.group(2)))
          : Optional.empty();
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Keeps them for later commands. */
  public void write(Path folder) {
    PrivateFiles.write(
        folder.resolve(FILE),
        "[default]\naws_access_key_id = %s\naws_secret_access_key = %s\n"
            .formatted(accessKey, secretKey));
  }

  @Override
  public String toString() {
    return "StandInCredentials[redacted]";
  }
}
