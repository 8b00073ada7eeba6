package io.clusterline.cli;

import com.rabbitmq.client.ShutdownSignalException;
import io.clusterline.cli.view.FailureReport;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.messaging.BrokerConnections;
import io.clusterline.messaging.ConfirmedSender.UndeliveredException;
import io.clusterline.messaging.TopologyDeclarer.TopologyException;
import io.clusterline.spec.InvalidSpecificationException;
import java.io.IOException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.AmqpException;

/** Prints the problem and its fix, and chooses the exit code. */
final class Failures {

  private static final String BROKER_REMEDY =
      "Start Clusterline with './clusterline up', or set CLUSTERLINE_RABBITMQ_URI to its broker.";

  private Failures() {}

  static int print(Exception failure, PrintWriter err) {
    return switch (failure) {
      case CliException e -> printMessage(err, e.exitCode(), e.getMessage(), e.remedy());
      case InvalidSpecificationException e -> invalid(e, err);
      case UndeliveredException e ->
          printMessage(err, ExitCode.UNAVAILABLE, e.getMessage(), BROKER_REMEDY);
      case TopologyException e -> printMessage(err, ExitCode.UNAVAILABLE, e.getMessage(), "");
      case AmqpException e when BrokerConnections.isUntrusted(e) -> untrusted(e, err);
      case IOException e when BrokerConnections.isUntrusted(e) -> untrusted(e, err);
      case AmqpException e ->
          printMessage(
              err, ExitCode.UNAVAILABLE, "the broker is not reachable: " + root(e), BROKER_REMEDY);
      case ShutdownSignalException e ->
          printMessage(
              err,
              ExitCode.UNAVAILABLE,
              "the broker closed the connection: " + root(e),
              BROKER_REMEDY);
      case IOException e ->
          printMessage(
              err, ExitCode.UNAVAILABLE, "the broker is not reachable: " + root(e), BROKER_REMEDY);
      case ClusterlineException e -> stage(e, err);
      default -> unexpected(failure, err);
    };
  }

  private static int untrusted(Exception failure, PrintWriter err) {
    return printMessage(
        err,
        ExitCode.UNAVAILABLE,
        "the broker shows a certificate that is not trusted: " + root(failure),
        BrokerConnections.TRUST_REMEDY);
  }

  private static int invalid(InvalidSpecificationException failure, PrintWriter err) {
    err.println(
        "clusterline: the specification is not valid ("
            + FailureReport.problems(failure.findings().size())
            + "); nothing was published.");
    err.println();
    FailureReport.findings(failure.findings()).forEach(err::println);
    return ExitCode.INVALID_SPECIFICATION;
  }

  private static int stage(ClusterlineException failure, PrintWriter err) {
    failure.logTail().forEach(line -> err.println("  | " + line));
    ErrorCode code = failure.code();
    String message = code + ": " + failure.getMessage();
    boolean aws = code.name().startsWith("AWS_") || code == ErrorCode.WRONG_ACCOUNT;
    boolean waited = code == ErrorCode.DEADLINE_EXCEEDED || code == ErrorCode.UNEXPECTED;
    int exitCode =
        code == ErrorCode.MESSAGE_TOO_LARGE
            ? ExitCode.INVALID_SPECIFICATION
            : aws || waited ? ExitCode.UNAVAILABLE : ExitCode.BUILD_FAILED;
    return printMessage(err, exitCode, message, code.fix());
  }

  private static int unexpected(Exception failure, PrintWriter err) {
    failure.printStackTrace(err);
    return printMessage(
        err,
        ExitCode.BUILD_FAILED,
        failure.toString(),
        "This is a bug: please report it with the lines above.");
  }

  private static int printMessage(
      PrintWriter err, int code, @Nullable String message, String remedy) {
    err.println("clusterline: " + message);
    if (!remedy.isEmpty()) {
      err.println(remedy);
    }
    err.flush();
    return code;
  }

  private static String root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }
}
