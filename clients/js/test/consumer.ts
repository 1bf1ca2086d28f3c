// Compiled, not run: a project of somebody else, as strict as TypeScript can be.
import { ApiError, HoldfastClient, type ItemOf, type RequestOf, type Schemas } from '@holdfast/client';

const quiet = new HoldfastClient({ token: 'token' });
const throwing = new HoldfastClient({ token: 'token', throwErrorOnHttpErrorCode: true });
const parameters = { projectId: 'shop', addonId: 'shop-db' };

export async function answersErrors(): Promise<string> {
  const answer = await quiet.get.addon.backups({ parameters });
  // @ts-expect-error It may have failed.
  answer.data.backups;
  if (answer.error !== undefined) return `${answer.error.status} ${answer.error.details?.['name']?.[0]} ${answer.error.hint}`;
  const next = await answer.pagination.getNextPage();
  return next.error === undefined ? `${next.data.backups[0]?.status}` : next.error.message;
}

export async function throws(): Promise<number> {
  const { data, pagination } = await throwing.get.addon.backups({ parameters, options: { per_page: 10 } });
  const next = await pagination.getNextPage();
  let bytes = Number(data.backups[0]?.config.size) + next.data.backups.length;
  for await (const item of throwing.list.backupDestinationsBackups.items({ parameters: { backupDestinationId: 'built-in' } })) {
    const one: ItemOf<'listBackupDestinationBackups'> = item;
    bytes += Number(one.config.size);
  }
  for await (const line of throwing.get.addon.backup.logTail({ parameters: { ...parameters, backupId: 'x' } })) bytes += line.log.length;
  const download = await throwing.download.addon.backup({ parameters: { ...parameters, backupId: 'x' } });
  return bytes + (download.sizeBytes ?? 0);
}

export async function takesWhatTheContractSays(backup: Schemas['CreateBackup']): Promise<void> {
  const request: RequestOf<'createAddonBackup'> = { parameters, data: backup, signal: AbortSignal.abort(), timeoutMs: 1 };
  await throwing.backup.addon(request);
  await throwing.backup.addon({ parameters });
  await throwing.list.projects();
  await throwing.login();
  await throwing.create.project({ data: { name: 'Shop' } });
  // @ts-expect-error A required parameter is missing.
  await throwing.get.addon({ parameters: { projectId: 'shop' } });
  // @ts-expect-error Parameters are missing.
  await throwing.get.addon();
  // @ts-expect-error The body is missing.
  await throwing.create.project({});
  // @ts-expect-error There is no such field.
  await throwing.backup.addon({ parameters, data: { nam: 'x' } });
  // @ts-expect-error There is no such option.
  await throwing.get.addon.backups({ parameters, options: { perPage: 1 } });
  // @ts-expect-error There is no such call.
  throwing.get.nothing;
}

export const statusOf = (error: unknown): number | undefined => (error instanceof ApiError ? error.status : undefined);
