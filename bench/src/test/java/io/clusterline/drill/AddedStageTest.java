package io.clusterline.drill;

import io.clusterline.event.ClusterEvent;
import io.clusterline.event.EventType;
import io.clusterline.event.RemovalTrigger;
import io.clusterline.event.StageName;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Adds a stage, and its removal: its constant in {@link StageName}, its events, its service. Every
 * other class stays as it was compiled, so nothing else is changed.
 */
@Timeout(120)
class AddedStageTest {

  private static final Path SERVICE_AND_EVENTS = Path.of("src/test/added-stage");

  @TempDir Path folder;

  @Test
  void givenOneMoreDeclaredStageWhenAClusterIsBuiltAndDeletedThenItsPartIsDoneLikeTheOthers()
      throws Exception {
    Path worlds = Files.createDirectory(folder.resolve("worlds"));
    new ChangedClasses(Files.createDirectory(folder.resolve("changed")))
        .insert(
            StageName.class,
            "ADDONS_REMOVAL(",
            """
            BACKUP("gitops-service", 10, CniReady.class, BackupReady.class),
            BACKUP_REMOVAL("gitops-service", BACKUP, BackupRemoved.class, BackupRemoved::new),
            """)
        .insert(
            EventType.class,
            "STAGE_STARTED(",
            "BACKUP_READY(BackupReady.class), BACKUP_REMOVED(BackupRemoved.class), ")
        .insert(ClusterEvent.class, "StageTrigger,", "BackupReady, ")
        .insert(RemovalTrigger.class, "RemovalAccepted,", "BackupRemoved, ")
        .add(SERVICE_AND_EVENTS)
        .run("io.clusterline.drill.BackupService", worlds);
  }
}
