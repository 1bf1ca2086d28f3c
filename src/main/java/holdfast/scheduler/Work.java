package holdfast.scheduler;

import holdfast.engine.BackupRun;
import holdfast.engine.Expiry;
import holdfast.engine.RestoreRun;
import holdfast.engine.Sweeper;

/** What the workers do. */
public record Work(BackupRun backups, RestoreRun restores, Sweeper sweeper, Expiry expiry) {}
