package io.clusterline.drill;

import io.clusterline.event.BackupReady;
import io.clusterline.event.CniReady;
import io.clusterline.event.StageName;
import java.nio.file.Path;
import java.util.function.Consumer;

/** The service's part of the added stage; hands it to the story of a cluster that has it. */
public final class BackupService implements Consumer<Path> {

  @Override
  public void accept(Path worlds) {
    new AddedStageStory(worlds, backup(worlds)).run();
  }

  private static FakeLayer<CniReady> backup(Path worlds) {
    return new FakeLayer<>(
        StageName.BACKUP,
        CniReady.class,
        worlds,
        2,
        false,
        Disturbance.NONE,
        ready -> new BackupReady(ready.cluster()));
  }
}
