package io.clusterline.cli;

import io.clusterline.cli.deadletter.StoredDeadLetter;
import io.clusterline.event.StageName;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Selects dead letters: by id, of a stage, or all. With the reason for the audit. */
final class DeadLetterSelection {

  @Parameters(paramLabel = "ID", arity = "0..*", description = "as 'dead-letters list' shows it")
  private List<String> ids = List.of();

  @Option(
      names = "--stage",
      paramLabel = "STAGE",
      converter = StageConverter.class,
      description = "every dead letter of that stage")
  private @Nullable StageName stage;

  @Option(names = "--all", description = "every dead letter")
  private boolean all;

  @Option(names = "--dry-run", description = "print what would be done, and do nothing")
  private boolean dryRun;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "why, for the audit")
  private String reason = "";

  boolean isDryRun() {
    return dryRun;
  }

  /** Selected by id: either all are possible, or nothing is done. */
  boolean isById() {
    return !ids.isEmpty();
  }

  String reason() {
    return reason;
  }

  /** Exactly one of IDs, --stage and --all is required. */
  void check() {
    long ways = Stream.of(isById(), stage != null, all).filter(said -> said).count();
    if (ways != 1) {
      throw new CliException(
          ExitCode.USAGE,
          ways == 0 ? "no dead letter is named" : "the dead letters are named in two ways",
          "Exactly one of IDs, --stage and --all is required.");
    }
    if (reason.isBlank()) {
      throw new CliException(
          ExitCode.USAGE, "--reason is empty", "Give a reason: the journal keeps it.");
    }
  }

  List<StageName> stages() {
    return stage == null ? List.of(StageName.values()) : List.of(stage);
  }

  /** The selected dead letters of all in {@link #stages()}. */
  List<StoredDeadLetter> of(List<StoredDeadLetter> resting, String amqpUri) throws IOException {
    return isById() ? withIds(ids, resting, amqpUri) : resting;
  }

  static List<StoredDeadLetter> withIds(
      List<String> ids, List<StoredDeadLetter> resting, String amqpUri) throws IOException {
    List<String> unknown =
        ids.stream().filter(id -> resting.stream().noneMatch(one -> one.id().equals(id))).toList();
    if (!unknown.isEmpty()) {
      throw missing(unknown.getFirst(), resting, DeadLetterFacts.read(amqpUri));
    }
    return resting.stream().filter(deadLetter -> ids.contains(deadLetter.id())).toList();
  }

  private static CliException missing(
      String id, List<StoredDeadLetter> resting, DeadLetterFacts facts) {
    Optional<String> fate = facts.disposition(id);
    String there =
        resting.stream().map(StoredDeadLetter::id).distinct().collect(Collectors.joining("\n  "));
    return new CliException(
        ExitCode.BUILD_FAILED,
        "no dead letter has the id '" + id + "'" + fate.map(text -> ": " + text).orElse(""),
        there.isEmpty() ? "There are no dead letters." : "There are:\n  " + there);
  }

  /** Stages are written as in events, with a hyphen. */
  static final class StageConverter implements ITypeConverter<StageName> {
    @Override
    public StageName convert(String text) {
      try {
        return StageName.parse(text);
      } catch (IllegalArgumentException unknown) {
        throw new TypeConversionException(
            unknown.getMessage()
                + "; there are: "
                + Arrays.stream(StageName.values())
                    .map(StageName::toString)
                    .collect(Collectors.joining(", ")));
      }
    }
  }
}
