package holdfast.scheduler;

import holdfast.engine.BackupRun;
import holdfast.engine.RestoreRun;

/** What the workers of runs do. */
public record Work(BackupRun backups, RestoreRun restores) {}
