package io.clusterline.gitops.repository;

import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/**
 * JGit without the settings of the machine and of its user, which could name other URLs or helpers,
 * and without writing settings of its own.
 */
final class IsolatedGitSettings extends SystemReader.Delegate {

  private static final IsolatedGitSettings ONLY =
      new IsolatedGitSettings(SystemReader.getInstance());

  private IsolatedGitSettings(SystemReader machine) {
    super(machine);
  }

  /** For the whole process. */
  static void use() {
    if (SystemReader.getInstance() != ONLY) {
      SystemReader.setInstance(ONLY);
    }
  }

  @Override
  public FileBasedConfig openSystemConfig(Config parent, FS fs) {
    return new Empty(parent, fs);
  }

  @Override
  public FileBasedConfig openUserConfig(Config parent, FS fs) {
    return new Empty(parent, fs);
  }

  @Override
  public FileBasedConfig openJGitConfig(Config parent, FS fs) {
    return new Empty(parent, fs);
  }

  private static final class Empty extends FileBasedConfig {

    Empty(Config parent, FS fs) {
      super(parent, null, fs);
    }

    @Override
    public void load() {
      // there is no file
    }

    @Override
    public void save() {
      // nor shall there be one
    }

    @Override
    public boolean isOutdated() {
      return false;
    }
  }
}
